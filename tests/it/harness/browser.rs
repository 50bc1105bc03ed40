//! A browser without a screen: sends requests to the router as one would, and keeps its cookie.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use tower::ServiceExt;

use super::PASSWORD;

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Demands a status, and shows the page when it is another.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{:?}\n{}", self.headers, self.body);
        self
    }

    /// Demands a text.
    #[track_caller]
    pub(crate) fn saying(self, text: &str) -> Self {
        assert!(self.body.contains(text), "no {text:?} in\n{}", self.body);
        self
    }

    /// Demands that a text is not there.
    #[track_caller]
    pub(crate) fn silent_on(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "{text:?} in\n{}", self.body);
        self
    }
}

/// Somebody at a browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookie: Option<String>,
    /// Asks as htmx does.
    hx: bool,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookie: None, hx: false }
    }

    /// The same person, asking as htmx does.
    pub(crate) fn hx(&self) -> Self {
        Self { hx: true, ..self.clone() }
    }

    /// The same person at another running instance.
    pub(crate) fn at(&self, router: Router) -> Self {
        Self { router, ..self.clone() }
    }

    pub(crate) async fn sign_in(&mut self, login: &str) {
        self.post("/login/", &[("username", login), ("password", PASSWORD)]).await.expect(303);
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(form(Method::POST, path).body(body.into()).unwrap()).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.send(form(Method::DELETE, path).body(Body::empty()).unwrap()).await
    }

    /// Sends anything, with the cookie, and keeps the one that comes back.
    pub(crate) async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        headers.insert(header::HOST, "rowhouse.example".parse().unwrap());
        if let Some(cookie) = &self.cookie {
            headers.insert(header::COOKIE, cookie.parse().unwrap());
        }
        if self.hx {
            headers.insert("hx-request", "true".parse().unwrap());
            headers.entry("hx-current-url").or_insert("https://rowhouse.example/projects/".parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        if let Some(set) = head.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: head.status, headers: head.headers, body }
    }
}

fn form(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
}
