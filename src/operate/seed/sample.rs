//! The sample set: two tenants, three people, and something to do.
//!
//! Its passwords are public; it is created on the embedded database, or where an operator asks for it by name.

use secrecy::SecretString;
use tokio::sync::OnceCell;

use super::Result;
use crate::identity::password::Credential;

/// The password of the people below, and of everybody that `seed` creates.
pub const PASSWORD: &str = "password123";
/// The login of the superuser.
pub const SUPERUSER: &str = "admin";
/// The superuser's password.
pub const SUPERUSER_PASSWORD: &str = "admin123";
/// The logins that the program prints at its start: login, password, and whose.
pub const LOGINS: [(&str, &str, &str); 3] = [
    ("tenant1user", PASSWORD, "Acme Corp"),
    ("tenant2user", PASSWORD, "TechStart Inc"),
    (SUPERUSER, SUPERUSER_PASSWORD, "superuser, sees all tenants"),
];

/// A tenant of the sample set.
pub(super) struct SampleTenant {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) login: &'static str,
    /// Projects with their tasks, and whether those are done.
    pub(super) projects: &'static [(&'static str, &'static [(&'static str, bool)])],
}

pub(super) const TENANTS: &[SampleTenant] = &[
    SampleTenant {
        slug: "acme-corp",
        name: "Acme Corp",
        login: "tenant1user",
        projects: &[
            (
                "Website relaunch",
                &[
                    ("Write the new home page", false),
                    ("Move the blog", false),
                    ("Choose typefaces", true),
                    ("Take photographs of the workshop", true),
                    ("Collect what customers ask most", true),
                ],
            ),
            (
                "Spring catalogue",
                &[
                    ("Proofread the price list", false),
                    ("Order paper samples", false),
                    ("Agree on the cover", false),
                    ("Ask last year's advertisers", true),
                ],
            ),
            (
                "Office move",
                &[
                    ("Cancel the old lease", true),
                    ("Label every box", false),
                    ("Forward the post", false),
                    ("Measure the new kitchen", true),
                    ("Invite everybody to the house-warming", false),
                ],
            ),
        ],
    },
    SampleTenant {
        slug: "techstart-inc",
        name: "TechStart Inc",
        login: "tenant2user",
        projects: &[
            (
                "Mobile app 2.0",
                &[
                    ("Offline mode", false),
                    ("Dark theme", true),
                    ("Push notifications", false),
                    ("Crash report from version 1.9", true),
                    ("Screenshots for the stores", false),
                ],
            ),
            (
                "Security review",
                &[
                    ("Rotate the signing keys", true),
                    ("Write down who may do what", false),
                    ("Restore a backup, for practice", false),
                    ("Answer the customer's questionnaire", true),
                ],
            ),
            (
                "Hiring",
                &[
                    ("Describe the backend role", true),
                    ("Plan the interview days", false),
                    ("Thank everyone who applied", false),
                ],
            ),
        ],
    },
];

/// One computation for everybody: the password is public, so nothing is lost by sharing a salt, and a thousand people
/// need not wait for a thousand computations.
pub(super) async fn credential() -> Result<&'static Credential> {
    static CREDENTIAL: OnceCell<Credential> = OnceCell::const_new();
    Ok(CREDENTIAL.get_or_try_init(|| Credential::new(SecretString::from(PASSWORD))).await?)
}
