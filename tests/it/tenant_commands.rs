//! The life of a tenant and of a person, led at the command line.

use std::{
    io::Write,
    process::{Output, Stdio},
};

use crate::embedded::{Scratch, Serving, program};

/// Whoever deletes a tenant says which by its name, and why.
const SAID: &[&str] = &[
    "tenant",
    "delete",
    "dane",
    "--confirm",
    "Dane & Sons",
    "--grace-days",
    "0",
    "--as",
    "admin",
    "--reason",
    "They left",
];
const UNSAID: &[&str] = &["tenant", "delete", "dane", "--confirm", "Dane & Sons", "--as", "admin"];
const BLANK: &[&str] =
    &["tenant", "delete", "dane", "--confirm", "Dane & Sons", "--as", "admin", "--reason", " "];

/// What somebody of support may do; after all the rest.
const RIGHTS: [(&[&str], &str, i32, &str); 8] = [
    (
        &["user", "set-rights", "sue", "tenants:change,users:see", "--as", "admin"],
        "",
        0,
        "sue may tenants:see,tenants:change,users:see in the panel",
    ),
    (
        &["user", "set-rights", "sue", "tenants:see,tenants:change,users:see", "--as", "admin"],
        "",
        0,
        "and might before",
    ),
    (&["user", "list"], "", 0, "tenants:see,tenants:change,users:see"),
    (&["user", "list", "--json"], "", 0, "\"support\": true"),
    (&["user", "set-rights", "sue", "none", "--as", "admin"], "", 0, "sue may nothing in the panel"),
    (
        &["user", "set-rights", "sue", "users:add", "--as", "admin"],
        "",
        2,
        "“users:add” is no right. There are: tenants:see",
    ),
    (&["user", "set-rights", "admin", "users:see", "--as", "admin"], "", 1, "rights are for support"),
    (&["user", "set-rights", "sue", "users:see", "--as", "sue"], "", 1, "no active superuser"),
];

/// What scripts rely on: exit codes, and that nothing is asked when nobody can answer.
#[test]
fn the_command_line_leads_a_tenant_through_its_life() {
    let scratch = Scratch::new("life");
    let folder = &scratch.0;
    let serving = Serving::start(folder);
    let type_in = |arguments: &[&str], input: &str| {
        let mut child = program(folder, arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
        (status.code().unwrap(), said)
    };
    for (arguments, input, code, says) in [
        (
            &["tenant", "create", "dane", "--name", "Dane & Sons", "--owner", "dora", "--as", "admin"][..],
            "long enough\n",
            0,
            "created person dora",
        ),
        (
            &["tenant", "create", "dane", "--name", "Dane", "--owner", "dora", "--as", "admin"],
            "",
            1,
            "slug: it is taken",
        ),
        (&["tenant", "create", "dane2", "--name", "Dane", "--owner", "dora"], "", 2, "--as"),
        (&["tenant", "suspend", "dane", "--as", "tenant1user"], "", 1, "no active superuser"),
        (&["tenant", "suspend", "nowhere", "--as", "admin"], "", 3, "there is no tenant “nowhere”"),
        (&["tenant", "suspend", "dane", "--as", "admin"], "", 0, "dane is suspended"),
        (&["tenant", "suspend", "dane", "--as", "admin"], "", 0, "and was so before"),
        (&["tenant", "list"], "", 0, "suspended"),
        (&["tenant", "list", "--json"], "", 0, "\"slug\": \"dane\""),
        (&["tenant", "delete", "dane", "--dry-run", "--as", "admin"], "", 0, "nothing was changed"),
        (&["tenant", "delete", "dane", "--as", "admin"], "", 1, "--confirm NAME"),
        (
            &["tenant", "delete", "dane", "--confirm", "Dane", "--as", "admin"],
            "",
            1,
            "is not the name of dane",
        ),
        (UNSAID, "", 1, "say why it is deleted: --reason TEXT"),
        (BLANK, "", 1, "reason: "),
        (SAID, "", 0, "dane is deleted"),
        (&["tenant", "restore", "dane", "--as", "admin"], "", 0, "dane is active"),
        (SAID, "", 0, "dane is deleted"),
        (&["tenant", "purge", "--dry-run"], "", 0, "Dane & Sons"),
        (&["tenant", "purge"], "", 0, "removed 1"),
        (&["tenant", "restore", "dane", "--as", "admin"], "", 3, "there is no tenant"),
        (
            &["user", "create", "carl", "--tenant", "acme-corp", "--as", "admin"],
            "long enough\n",
            0,
            "created person carl",
        ),
        (&["user", "create", "carl", "--as", "admin"], "long enough\n", 1, "login: it is taken"),
        (
            &["user", "create", "cleo", "--tenant", "acme-corp", "--role", "boss", "--as", "admin"],
            "long enough\n",
            1,
            "role: owner, admin",
        ),
        (&["user", "set-password", "carl", "--as", "admin"], "another one\n", 0, "signed out everywhere"),
        (&["user", "set-password", "nobody", "--as", "admin"], "another one\n", 3, "no person “nobody”"),
        (&["user", "set-kind", "carl", "support", "--as", "admin"], "", 0, "carl is of the kind support"),
        (&["user", "set-kind", "carl", "support", "--as", "admin"], "", 0, "and was so before"),
        (&["tenant", "suspend", "acme-corp", "--as", "carl"], "", 1, "no active superuser"),
        (
            &["user", "set-kind", "carl", "boss", "--as", "admin"],
            "",
            2,
            "possible values: person, support, superuser",
        ),
        (&["user", "set-kind", "nobody", "support", "--as", "admin"], "", 3, "no person “nobody”"),
        (&["user", "set-kind", "admin", "support", "--as", "admin"], "", 1, "the last active superuser"),
        (
            &["user", "create", "sue", "--support", "--superuser", "--as", "admin"],
            "",
            2,
            "cannot be used with",
        ),
        (&["user", "create", "sue", "--support", "--as", "admin"], "long enough\n", 0, "created person sue"),
        (&["user", "list"], "", 0, "support"),
        (&["user", "set-kind", "carl", "person", "--as", "admin"], "", 0, "carl is of the kind person"),
        (&["user", "deactivate", "carl", "--as", "admin"], "", 0, "carl is deactivated"),
        (&["user", "deactivate", "admin", "--as", "admin"], "", 1, "the last active superuser"),
        (&["user", "activate", "carl", "--as", "admin"], "", 0, "carl is active"),
        (&["user", "list"], "", 0, "acme"),
    ]
    .into_iter()
    .chain(RIGHTS)
    {
        let (got, said) = type_in(arguments, input);
        assert_eq!(got, code, "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
        assert!(!said.contains("verifier"), "{said}");
    }
    drop(serving);
}
