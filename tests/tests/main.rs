//! x
use huiqi_tests::Person;
#[test]
fn explore() {
    let p = Person::at_a_new_device();
    p.opens_the_start_page();
    println!("{} {}", p.title(), p.heading());
    p.follows("开始自评");
    p.is_on("主体情况");
    p.chooses("您以什么身份申报？", "企业");
    p.chooses("您在哪个县（市、区）注册？", "南湖区");
    p.chooses("您从事哪些行业？", "“135N”先进制造业集群内的制造业");
    p.answers_the_rest_with_no();
    loop {
        println!("== {} {:?}", p.heading(), p.questions());
        let main: String = p.looks("() => name(onward())", &[]);
        if main == "查看结果" { p.continues(); break; }
        p.continues();
        if p.questions().iter().any(|q| q == "您符合研发费用加计扣除政策吗？") {
            p.chooses("您符合研发费用加计扣除政策吗？", "是");
            p.types("本年度符合加计扣除政策的研发费用是多少？", "1200");
        }
        p.answers_the_rest_with_no();
    }
    println!("{}", p.looks::<String>("text", &[]));
    p.takes_a_picture("explore");
}
