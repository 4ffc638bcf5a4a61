//! The kinds of applicants that the planner is tried on, each described by what is typical of it. Knows the facts of the
//! Jiaxing rule book by name, and nothing of what follows from them.

/// What is typical of a kind of applicant. What is not named here is answered at random, within what its gates and
/// options allow.
pub struct Kind {
    /// Its name in reports.
    pub name: &'static str,
    /// Its option of the applicant question.
    pub applicant: &'static str,
    /// Options that every one of them holds.
    pub always: &'static [(&'static str, &'static str)],
    /// Options that every other one of them holds.
    pub often: &'static [(&'static str, &'static str)],
    /// Lists of which it holds nothing but these.
    pub nothing_else: &'static [&'static str],
    /// Groups of which it always has at least one instance.
    pub has: &'static [&'static str],
    /// Groups of which it never has an instance.
    pub lacks: &'static [&'static str],
    /// The most questions that half of them are asked, so that a change that asks more is seen; `None`: not looked at.
    pub half_within: Option<usize>,
}

const PLAIN: Kind = Kind {
    name: "",
    applicant: "enterprise",
    always: &[],
    often: &[],
    nothing_else: &[],
    has: &[],
    lacks: &[],
    half_within: None,
};

// Of one trade only, no operator of parks or platforms, and without the titles of another trade.
const ONE_TRADE: &[&str] = &["industry_tags", "operates", "statuses_held"];

/// Every kind.
pub static KINDS: [Kind; 20] = [
    Kind {
        name: "manufacturer without projects",
        always: &[("industry_tags", "mfg_other")],
        often: &[
            ("statuses_held", "srdi"),
            ("recognitions_this_year", "green_factory_city"),
            ("fleet_tags", "city_entry_permit"),
        ],
        lacks: &["projects"],
        nothing_else: &["industry_tags", "operates", "statuses_held", "recognitions_this_year", "fleet_tags"],
        half_within: Some(28),
        ..PLAIN
    },
    Kind {
        name: "manufacturer with projects",
        always: &[("industry_tags", "mfg_135n"), ("project_tags", "smart_reform")],
        often: &[("industry_tags", "foreign_trade"), ("project_tags", "chain_key_field")],
        has: &["projects"],
        ..PLAIN
    },
    Kind {
        name: "freight company",
        always: &[("industry_tags", "road_freight"), ("fleet_tags", "drivers")],
        often: &[("industry_tags", "logistics_delivery"), ("fleet_tags", "city_entry_permit")],
        lacks: &["projects"],
        nothing_else: ONE_TRADE,
        half_within: Some(29),
        ..PLAIN
    },
    Kind {
        name: "family farm",
        applicant: "family_farm",
        always: &[("industry_tags", "agriculture")],
        often: &[("fleet_tags", "fresh_produce"), ("agri_tags", "buys_machinery")],
        nothing_else: ONE_TRADE,
        half_within: Some(21),
        ..PLAIN
    },
    Kind {
        name: "cooperative",
        applicant: "farmer_coop",
        always: &[("industry_tags", "agriculture")],
        often: &[("statuses_held", "demo_coop"), ("agri_tags", "major_field")],
        ..PLAIN
    },
    Kind {
        name: "exporter",
        always: &[("industry_tags", "foreign_trade")],
        often: &[
            ("industry_tags", "mfg_other"),
            ("trade_tags", "exhibition_or_mission"),
            ("trade_tags", "insurance_limit_application"),
        ],
        lacks: &["projects"],
        ..PLAIN
    },
    Kind {
        name: "software firm",
        always: &[("industry_tags", "software_info")],
        often: &[("service_tags", "ic_sw_tax_qualified"), ("recognitions_this_year", "first_version_sw_city")],
        ..PLAIN
    },
    Kind {
        name: "incubator",
        always: &[("industry_tags", "service_other"), ("statuses_held", "recognised_incubator")],
        often: &[("performance_excellent", "incubator"), ("recognitions_this_year", "incubator_city")],
        ..PLAIN
    },
    Kind {
        name: "park",
        always: &[("industry_tags", "service_other"), ("operates", "service_zone")],
        often: &[("recognitions_this_year", "sme_park_3"), ("recognitions_this_year", "green_park_city")],
        ..PLAIN
    },
    Kind {
        name: "research institution",
        applicant: "public_institution",
        always: &[("industry_tags", "service_other"), ("rd_tags", "first_use_then_transfer")],
        often: &[("rd_tags", "consortium"), ("talent_tags", "overseas_or_wanren")],
        ..PLAIN
    },
    Kind {
        name: "individual talent",
        applicant: "individual",
        always: &[("talent_tags", "xingyao_leading")],
        often: &[("industry_tags", "mfg_135n"), ("talent_tags", "overseas_or_wanren")],
        ..PLAIN
    },
    Kind {
        name: "truck owner",
        applicant: "individual_business",
        always: &[("industry_tags", "road_freight"), ("fleet_tags", "truck_owner_individual")],
        ..PLAIN
    },
    Kind { name: "village collective", applicant: "village_collective", ..PLAIN },
    Kind { name: "bank", applicant: "financial_institution", ..PLAIN },
    Kind { name: "government unit", applicant: "government_unit", ..PLAIN },
    Kind { name: "farm household", applicant: "farm_household", always: &[("industry_tags", "agriculture")], ..PLAIN },
    Kind {
        name: "tourism company",
        always: &[("industry_tags", "culture_tourism")],
        has: &["tourism_projects"],
        ..PLAIN
    },
    Kind {
        name: "agricultural company",
        always: &[("industry_tags", "agriculture"), ("statuses_held", "agri_leader_district_up")],
        often: &[("industry_tags", "seed"), ("agri_tags", "major_field"), ("agri_tags", "city_farmland_project")],
        ..PLAIN
    },
    Kind { name: "restaurant", always: &[("industry_tags", "commerce_catering")], ..PLAIN },
    Kind { name: "driver", applicant: "individual", always: &[("fleet_tags", "drivers")], ..PLAIN },
];
