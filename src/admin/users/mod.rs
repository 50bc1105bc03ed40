//! People, as the panel knows them.
//! Nothing that people sign in with is ever read here: the role may not.

mod actions;

use self::actions::UserStatuses;
use super::{
    action::{self, Action, Field, Takes},
    acts::people::{DisplayName, Login, UserStatus},
    edit::{Edit, Form, Group},
    model::{CREATED, Choices, Column, Filter, Ids, Model, Related, SUPERUSERS, Shows},
};
use crate::{paths, rights::Right, sql, ui::Icon};

pub(super) static USERS: Model = Model {
    paths: paths!("users"),
    one: "person",
    plural: "people",
    many: "People",
    icon: Icon::User,
    lead: "Everybody who can sign in. One account serves all workspaces that a person belongs to.",
    search: "Username or name begins with…",
    anywhere: "the username or name",
    of_tenant: true,
    ids: Ids::One,
    columns: &[
        Column::new("login", "Username", Shows::Title).sorted("login"),
        Column::new("display_name", "Name", Shows::Text),
        Column::new("status", "Status", Shows::Badge).sorted("status").then(sql!("admin/users/by_status")),
        Column::new("kind", "Kind", Shows::Badge).beyond(&["superuser", "support"]),
        Column::new("tenants", "Tenants", Shows::Capped).of("memberships"),
        Column::new("seen_at", "Last seen (UTC)", Shows::Moment).of("sessions"),
        Column::new("created_at", "Created (UTC)", Shows::Moment).sorted("created"),
        Column::new("rights", "May do in the panel", Shows::Rights).of(SUPERUSERS),
        Column::new("second_factor", "Second factor", Shows::Detail).of(SUPERUSERS),
    ],
    filters: &[
        Filter {
            name: "status",
            label: "Status",
            of: None,
            choices: Choices::Of(&[("active", "Active"), ("deactivated", "Deactivated")]),
        },
        CREATED,
        Filter {
            name: "kind",
            label: "Kind",
            of: None,
            choices: Choices::Of(&[("person", "Person"), ("support", "Support"), ("superuser", "Superuser")]),
        },
        Filter {
            name: "tenants",
            label: "Tenants",
            of: Some("memberships"),
            choices: Choices::Number(&[("0", "none"), ("1", "1"), ("2..", "2 or more")]),
        },
        Filter {
            name: "seen",
            label: "Last seen",
            of: Some("sessions"),
            choices: Choices::LookedUp(&[
                ("1 day", "in 24 hours"),
                ("7 days", "in 7 days"),
                ("30 days", "in 30 days"),
                ("ever", "at any time"),
                ("never", "never, or not known any more"),
            ]),
        },
        Filter {
            name: "second_factor",
            label: "Second factor",
            of: Some(SUPERUSERS),
            choices: Choices::Whether(&[("on", "set up"), ("off", "not set up")]),
        },
    ],
    list: sql!("admin/users/list"),
    facets: sql!("admin/users/facets"),
    all: Some(sql!("admin/users/all")),
    affected: Some(sql!("admin/users/affected")),
    along: Some(sql!("admin/users/along")),
    told: &[],
    one_of: Some(sql!("admin/users/find")),
    related: &[
        Related::new("Memberships", "memberships", "person")
            .adding("Add to a tenant", &[("login", "login")])
            .offering(&["remove"]),
        Related::new("Sessions", "sessions", "person").offering(&["end"]),
    ],
    actions: &[
        Action::new(
            ("deactivate", "Deactivate", "deactivated"),
            Icon::Close,
            "They are signed out everywhere at once, and cannot sign in. Everything that they did is kept.",
            |acting, given, progress| {
                Box::pin(action::set::<UserStatuses>(acting, given, progress, UserStatus::Deactivated))
            },
        )
        .affecting()
        .unless(&["deactivated"])
        .undone_by(|acting, given, progress| {
            Box::pin(action::put_back::<UserStatuses>(acting, given, progress, UserStatus::Deactivated))
        })
        .wanting("users", Right::Change),
        Action::new(
            ("activate", "Activate", "activated"),
            Icon::Check,
            "They can sign in again.",
            |acting, given, progress| {
                Box::pin(action::set::<UserStatuses>(acting, given, progress, UserStatus::Active))
            },
        )
        .unless(&["active"])
        .undone_by(|acting, given, progress| {
            Box::pin(action::put_back::<UserStatuses>(acting, given, progress, UserStatus::Active))
        })
        .wanting("users", Right::Change),
        Action::new(
            ("sign-out", "End sessions", "signed out"),
            Icon::LogOut,
            "They are signed out everywhere at once, and can sign in again.",
            |acting, given, progress| Box::pin(actions::sign_out(acting, given, progress)),
        )
        .affecting()
        .wanting("sessions", Right::Delete),
        Action::new(
            ("second-factor", "Reset second factor", "left without a second factor"),
            Icon::ShieldCheck,
            "For superusers and support who lost their authenticator and the codes that they wrote down. Every session ends, and the password alone opens the panel until they set a new one up.",
            |acting, given, progress| Box::pin(actions::reset_second_factor(acting, given, progress)),
        )
        .unless(&["not set up"])
        .dangerous()
        .affecting(),
        Action::new(
            ("password", "Set password", "given another password"),
            Icon::Keyboard,
            "Every session ends. Tell the person the new password in a way that nobody else sees.",
            |acting, given, _| Box::pin(actions::set_password(acting, given)),
        )
        .guarded()
        .single()
        .affecting()
        .asking(&[NEW_PASSWORD]),
    ],
    ways: &[("Look around as this person", "impersonate/")],
    edit: Some(Edit {
        create: Some(
            Form::new(&[LOGIN, NAME, NEW_PASSWORD, KIND, RIGHTS], |acting, given, _| {
                Box::pin(actions::create(acting, given))
            })
            .grouped(&[
                Group::new("Who it is", &["login", "display_name"]),
                Group::new("Signing in", &["new_password"]),
                POWER,
            ])
            .dangerous(),
        ),
        change: Some(
            Form::new(&[NAME, KIND, RIGHTS], |acting, given, version| {
                Box::pin(actions::change(acting, given, version))
            })
            .grouped(&[POWER])
            .dangerous()
            .in_list(&NAME, |tx, given, version| Box::pin(actions::change_in(tx, given, version))),
        ),
    }),
};

const POWER: Group = Group::seldom("Power over all workspaces", &["kind", "rights"]);
const LOGIN: Field = Field::new("login", "Username", Takes::Line)
    .help("By which the person signs in. Capitals become small letters.")
    .read_as::<Login>();
const NAME: Field =
    Field::new("display_name", "Name", Takes::Line).help("As others read it.").read_as::<DisplayName>();
const NEW_PASSWORD: Field = Field::new("new_password", "New password", Takes::Secret)
    .help("8 characters at least.")
    .checked(actions::wrong_password);
const KIND: Field = Field::new(
    "kind",
    "Kind",
    Takes::One(&[("person", "Person"), ("support", "Support"), ("superuser", "Superuser")]),
)
.help("Support sees all workspaces in the panel, and does there what is ticked below. A superuser does everything. Whoever may do more than before is signed out everywhere at once.")
.for_superusers();
const RIGHTS: Field = Field::new("rights", "What support may do", Takes::Rights)
    .help("Support: tick See of all; whoever becomes support with nothing ticked gets that too. Billing: See of tenants, memberships and people, and Change of tenants (suspend, restore, archive). Whoever adds, changes or deletes sees as well. Whatever is ticked, superusers alone give rights and act on superusers, support, owners and admins. The trails name what they tell of.")
    .for_superusers();
