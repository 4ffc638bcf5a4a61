//! Applicant profiles for the planner tests: the typical answers of each kind, by facts of the Jiaxing rule book.

/// The typical answers of a kind of applicant. Other facts are answered at random, within their gates and options.
pub struct ApplicantProfile {
    /// Its name in reports.
    pub name: &'static str,
    /// Its option of the applicant question.
    pub applicant: &'static str,
    /// Options that every applicant of this kind holds.
    pub always: &'static [(&'static str, &'static str)],
    /// Options that half of them hold.
    pub often: &'static [(&'static str, &'static str)],
    /// Lists of which it holds no other options.
    pub nothing_else: &'static [&'static str],
    /// Groups of which it always has at least one instance.
    pub has: &'static [&'static str],
    /// Groups of which it never has an instance.
    pub lacks: &'static [&'static str],
    /// The maximum median number of questions, so that a change that asks more is noticed; `None`: not checked.
    pub half_within: Option<usize>,
}

const PLAIN: ApplicantProfile = ApplicantProfile {
    name: "",
    applicant: "enterprise",
    always: &[],
    often: &[],
    nothing_else: &[],
    has: &[],
    lacks: &[],
    half_within: None,
};

// In one trade only, no operator of parks or platforms, and without the titles of other trades.
const ONE_TRADE: &[&str] = &["industry_tags", "operates", "statuses_held"];

/// All kinds of applicant.
pub static APPLICANT_PROFILES: [ApplicantProfile; 20] = [
    ApplicantProfile {
        name: "manufacturer without projects",
        always: &[("concerns", "rd"), ("concerns", "employment"), ("industry_tags", "mfg_other")],
        often: &[
            ("concerns", "cars"),
            ("concerns", "statuses"),
            ("concerns", "recognitions"),
            ("concerns", "investing"),
            ("concerns", "trucks"),
            ("concerns", "trade"),
            ("concerns", "talent"),
            ("concerns", "tech_trade"),
            ("concerns", "innovation"),
            ("concerns", "land"),
            ("concerns", "energy"),
            ("statuses_held", "srdi"),
            ("recognitions_this_year", "green_factory_city"),
            ("fleet_tags", "city_entry_permit"),
        ],
        lacks: &["projects"],
        nothing_else: &["industry_tags", "operates", "statuses_held", "recognitions_this_year", "fleet_tags"],
        half_within: Some(22),
        ..PLAIN
    },
    ApplicantProfile {
        name: "manufacturer with projects",
        always: &[
            ("concerns", "projects"),
            ("concerns", "rd"),
            ("concerns", "employment"),
            ("industry_tags", "mfg_135n"),
            ("project_tags", "smart_reform"),
        ],
        often: &[
            ("concerns", "cars"),
            ("concerns", "statuses"),
            ("concerns", "recognitions"),
            ("concerns", "investing"),
            ("concerns", "trucks"),
            ("concerns", "trade"),
            ("concerns", "talent"),
            ("concerns", "land"),
            ("concerns", "energy"),
            ("industry_tags", "foreign_trade"),
            ("project_tags", "chain_key_field"),
        ],
        has: &["projects"],
        half_within: Some(22),
        ..PLAIN
    },
    ApplicantProfile {
        name: "freight company",
        always: &[
            ("concerns", "trucks"),
            ("concerns", "employment"),
            ("industry_tags", "road_freight"),
            ("fleet_tags", "drivers"),
        ],
        often: &[
            ("concerns", "cars"),
            ("concerns", "ships"),
            ("concerns", "statuses"),
            ("concerns", "investing"),
            ("concerns", "recognitions"),
            ("concerns", "rd"),
            ("concerns", "energy"),
            ("industry_tags", "logistics_delivery"),
            ("fleet_tags", "city_entry_permit"),
        ],
        lacks: &["projects"],
        nothing_else: ONE_TRADE,
        half_within: Some(14),
        ..PLAIN
    },
    ApplicantProfile {
        name: "family farm",
        applicant: "family_farm",
        always: &[("concerns", "grain"), ("industry_tags", "agriculture")],
        often: &[
            ("concerns", "grain_orders"),
            ("concerns", "agri_projects"),
            ("concerns", "rural_finance"),
            ("concerns", "trucks"),
            ("concerns", "cars"),
            ("concerns", "statuses"),
            ("concerns", "employment"),
            ("fleet_tags", "fresh_produce"),
            ("agri_tags", "buys_machinery"),
        ],
        nothing_else: ONE_TRADE,
        half_within: Some(12),
        ..PLAIN
    },
    ApplicantProfile {
        name: "cooperative",
        applicant: "farmer_coop",
        always: &[("concerns", "agri_projects"), ("industry_tags", "agriculture")],
        often: &[
            ("concerns", "grain"),
            ("concerns", "grain_orders"),
            ("concerns", "rural_finance"),
            ("concerns", "statuses"),
            ("concerns", "recognitions"),
            ("concerns", "trucks"),
            ("concerns", "operates"),
            ("concerns", "employment"),
            ("statuses_held", "demo_coop"),
            ("agri_tags", "major_field"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "exporter",
        always: &[("concerns", "trade"), ("concerns", "employment"), ("industry_tags", "foreign_trade")],
        often: &[
            ("concerns", "rd"),
            ("concerns", "trucks"),
            ("concerns", "ships"),
            ("concerns", "statuses"),
            ("concerns", "investing"),
            ("concerns", "cars"),
            ("industry_tags", "mfg_other"),
            ("trade_tags", "exhibition_or_mission"),
            ("trade_tags", "insurance_limit_application"),
        ],
        lacks: &["projects"],
        ..PLAIN
    },
    ApplicantProfile {
        name: "software firm",
        always: &[("concerns", "digital"), ("concerns", "employment"), ("industry_tags", "software_info")],
        often: &[
            ("concerns", "rd"),
            ("concerns", "tech_trade"),
            ("concerns", "talent"),
            ("concerns", "recognitions"),
            ("concerns", "statuses"),
            ("concerns", "sci_finance"),
            ("service_tags", "ic_sw_tax_qualified"),
            ("recognitions_this_year", "first_version_sw_city"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "incubator",
        always: &[
            ("concerns", "statuses"),
            ("concerns", "recognitions"),
            ("industry_tags", "service_other"),
            ("statuses_held", "recognised_incubator"),
        ],
        often: &[
            ("concerns", "operates"),
            ("concerns", "innovation"),
            ("concerns", "talent"),
            ("concerns", "land"),
            ("concerns", "employment"),
            ("performance_excellent", "incubator"),
            ("recognitions_this_year", "incubator_city"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "park",
        always: &[
            ("concerns", "operates"),
            ("concerns", "recognitions"),
            ("industry_tags", "service_other"),
            ("operates", "service_zone"),
        ],
        often: &[
            ("concerns", "statuses"),
            ("concerns", "land"),
            ("concerns", "energy"),
            ("concerns", "employment"),
            ("recognitions_this_year", "sme_park_3"),
            ("recognitions_this_year", "green_park_city"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "research institution",
        applicant: "public_institution",
        always: &[
            ("concerns", "tech_trade"),
            ("concerns", "innovation"),
            ("industry_tags", "service_other"),
            ("rd_tags", "first_use_then_transfer"),
        ],
        often: &[
            ("concerns", "talent"),
            ("concerns", "sci_finance"),
            ("concerns", "recognitions"),
            ("concerns", "employment"),
            ("rd_tags", "consortium"),
            ("talent_tags", "overseas_or_wanren"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "individual talent",
        applicant: "individual",
        always: &[("concerns", "talent"), ("talent_tags", "xingyao_leading")],
        often: &[
            ("concerns", "tech_trade"),
            ("concerns", "sci_finance"),
            ("concerns", "employment"),
            ("industry_tags", "mfg_135n"),
            ("talent_tags", "overseas_or_wanren"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "truck owner",
        applicant: "individual_business",
        always: &[("concerns", "trucks"), ("industry_tags", "road_freight"), ("fleet_tags", "truck_owner_individual")],
        often: &[("concerns", "employment"), ("concerns", "sci_finance")],
        ..PLAIN
    },
    ApplicantProfile {
        name: "village collective",
        applicant: "village_collective",
        often: &[
            ("concerns", "grain"),
            ("concerns", "agri_projects"),
            ("concerns", "land"),
            ("concerns", "recognitions"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "bank",
        applicant: "financial_institution",
        often: &[
            ("concerns", "sci_finance"),
            ("concerns", "trade"),
            ("concerns", "employment"),
            ("concerns", "statuses"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "government unit",
        applicant: "government_unit",
        often: &[
            ("concerns", "agri_projects"),
            ("concerns", "land"),
            ("concerns", "operates"),
            ("concerns", "recognitions"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "farm household",
        applicant: "farm_household",
        always: &[("industry_tags", "agriculture")],
        often: &[
            ("concerns", "grain"),
            ("concerns", "grain_orders"),
            ("concerns", "rural_finance"),
            ("concerns", "agri_projects"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "tourism company",
        always: &[("concerns", "coaches"), ("industry_tags", "culture_tourism")],
        has: &["tourism_projects"],
        often: &[
            ("concerns", "creative"),
            ("concerns", "land"),
            ("concerns", "recognitions"),
            ("concerns", "employment"),
            ("concerns", "investing"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "agricultural company",
        always: &[
            ("concerns", "statuses"),
            ("industry_tags", "agriculture"),
            ("statuses_held", "agri_leader_district_up"),
        ],
        often: &[
            ("concerns", "grain"),
            ("concerns", "agri_projects"),
            ("concerns", "rural_finance"),
            ("concerns", "recognitions"),
            ("concerns", "trucks"),
            ("concerns", "land"),
            ("concerns", "employment"),
            ("industry_tags", "seed"),
            ("agri_tags", "major_field"),
            ("agri_tags", "city_farmland_project"),
        ],
        ..PLAIN
    },
    ApplicantProfile {
        name: "restaurant",
        always: &[("concerns", "employment"), ("industry_tags", "commerce_catering")],
        often: &[("concerns", "cars"), ("concerns", "trucks"), ("concerns", "creative"), ("concerns", "investing")],
        ..PLAIN
    },
    ApplicantProfile {
        name: "driver",
        applicant: "individual",
        always: &[("concerns", "trucks"), ("fleet_tags", "drivers")],
        often: &[("concerns", "coaches"), ("concerns", "employment")],
        ..PLAIN
    },
];
