//! temporary
use std::sync::LazyLock;
pub fn urls() -> &'static crate::ui::AssetUrls {
    static U: LazyLock<crate::ui::AssetUrls> = LazyLock::new(Default::default);
    &U
}
pub fn router() -> axum::Router {
    axum::Router::new()
}
