//! Elements of HTML and SVG. Text and attribute values are escaped here and nowhere else, so a
//! name or a label from a file cannot become markup.

use std::fmt::{Display, Formatter, Result};

/// An element with its attributes and children.
#[derive(Debug, Clone)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Child>,
}

#[derive(Debug, Clone)]
enum Child {
    Element(Element),
    Text(String),
    Style(String),
}

/// A new element without attributes or children.
pub fn element(name: &'static str) -> Element {
    Element {
        name,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

/// A `div` of a class.
pub fn block(class: &'static str) -> Element {
    element("div").attribute("class", class)
}

/// A `span` of a class with a text.
pub fn span(class: &'static str, text: impl Display) -> Element {
    element("span").attribute("class", class).text(text)
}

impl Element {
    /// With an attribute.
    pub fn attribute(mut self, name: &'static str, value: impl Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// With a text after what it has.
    pub fn text(mut self, text: impl Display) -> Self {
        self.children.push(Child::Text(text.to_string()));
        self
    }

    /// With an element after what it has.
    pub fn child(mut self, child: Self) -> Self {
        self.children.push(Child::Element(child));
        self
    }

    /// With elements after what it has; an `Option` is none or one.
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children
            .extend(children.into_iter().map(Child::Element));
        self
    }

    /// With our own style sheet, which is not escaped.
    pub fn style_sheet(mut self, css: String) -> Self {
        self.children.push(Child::Style(css));
        self
    }
}

impl Display for Element {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "<{}", self.name)?;
        for (name, value) in &self.attributes {
            write!(out, " {name}=\"{}\"", escaped(value))?;
        }
        out.write_str(">")?;
        if matches!(self.name, "meta" | "img" | "br") {
            return Ok(());
        }
        for child in &self.children {
            match child {
                Child::Element(element) => element.fmt(out)?,
                Child::Text(text) => out.write_str(&escaped(text))?,
                Child::Style(css) => out.write_str(css)?,
            }
        }
        write!(out, "</{}>", self.name)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_are_escaped() {
        let link = element("a")
            .attribute("title", "\"><script>")
            .text("<b>& so on");
        assert_eq!(
            link.to_string(),
            "<a title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp; so on</a>"
        );
    }

    #[test]
    fn void_elements_have_no_end() {
        let row = element("p").child(element("br")).text("x");
        assert_eq!(row.to_string(), "<p><br>x</p>");
    }
}
