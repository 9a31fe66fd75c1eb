//! Icons, drawn as strokes on a grid of 16: one weight, one set, sharp at every scale.

use egui::{
    Color32, CursorIcon, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, Vec2,
    WidgetInfo, pos2,
};

use crate::tokens;

const GRID: f32 = 16.0;
const BUTTON_SIZE: f32 = 24.0;

/// A small picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Two sheets: copy.
    Copy,
    /// Corners pointing outwards.
    Expand,
    /// Corners pointing inwards.
    Shrink,
    /// An arrow turning back: show everything again.
    Reset,
    /// The light theme.
    Sun,
    /// The dark theme.
    Moon,
    /// A screen: the theme of the system.
    Screen,
    /// A cross: stop, remove.
    Cross,
    /// Add.
    Plus,
}

impl Icon {
    /// Draws the icon in the middle of `rect`.
    pub fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let stroke = Stroke::new(1.4, colour);
        let corner = rect.center() - Vec2::splat(GRID / 2.0);
        let at = |x: f32, y: f32| pos2(corner.x + x, corner.y + y);
        let path = |points: &[(f32, f32)]| {
            let points: Vec<Pos2> = points.iter().map(|(x, y)| at(*x, *y)).collect();
            painter.add(Shape::line(points, stroke));
        };
        match self {
            Self::Copy => {
                path(&[
                    (5.5, 5.5),
                    (13.5, 5.5),
                    (13.5, 13.5),
                    (5.5, 13.5),
                    (5.5, 5.0),
                ]);
                path(&[(10.5, 2.5), (2.5, 2.5), (2.5, 10.5)]);
            }
            Self::Expand => {
                path(&[(9.5, 2.5), (13.5, 2.5), (13.5, 6.5)]);
                path(&[(6.5, 13.5), (2.5, 13.5), (2.5, 9.5)]);
                path(&[(13.5, 2.5), (9.5, 6.5)]);
                path(&[(2.5, 13.5), (6.5, 9.5)]);
            }
            Self::Shrink => {
                path(&[(13.5, 6.5), (9.5, 6.5), (9.5, 2.5)]);
                path(&[(2.5, 9.5), (6.5, 9.5), (6.5, 13.5)]);
                path(&[(9.5, 6.5), (13.5, 2.5)]);
                path(&[(6.5, 9.5), (2.5, 13.5)]);
            }
            Self::Reset => {
                path(&arc(8.0, 8.5, 5.0, -150.0, 130.0));
                path(&[(2.6, 2.5), (3.4, 6.0), (6.9, 5.4)]);
            }
            Self::Sun => {
                painter.circle_stroke(at(8.0, 8.0), 2.8, stroke);
                for turn in 0..8_u8 {
                    path(&ray(f32::from(turn) * 45.0));
                }
            }
            Self::Moon => {
                let mut points = arc(8.0, 8.0, 5.5, -60.0, -330.0);
                points.extend(arc(10.6, 5.4, 4.6, 10.0, 170.0).into_iter().skip(1));
                points.push(points[0]);
                path(&points);
            }
            Self::Screen => {
                path(&[
                    (2.0, 3.0),
                    (14.0, 3.0),
                    (14.0, 11.0),
                    (2.0, 11.0),
                    (2.0, 2.5),
                ]);
                path(&[(5.5, 13.5), (10.5, 13.5)]);
            }
            Self::Cross => {
                path(&[(4.0, 4.0), (12.0, 12.0)]);
                path(&[(12.0, 4.0), (4.0, 12.0)]);
            }
            Self::Plus => {
                path(&[(8.0, 3.0), (8.0, 13.0)]);
                path(&[(3.0, 8.0), (13.0, 8.0)]);
            }
        }
    }
}

/// A ray of the sun at an angle in degrees.
fn ray(angle_deg: f32) -> [(f32, f32); 2] {
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    [5.0, 6.6].map(|far| (8.0 + cos * far, 8.0 + sin * far))
}

/// Points of an arc around (`x`, `y`) from one angle to another, in degrees, clockwise.
fn arc(x: f32, y: f32, radius: f32, from_deg: f32, to_deg: f32) -> Vec<(f32, f32)> {
    const PARTS: u8 = 20;
    (0..=PARTS)
        .map(|part| {
            let angle = from_deg + (to_deg - from_deg) * f32::from(part) / f32::from(PARTS);
            let (sin, cos) = angle.to_radians().sin_cos();
            (x + radius * cos, y + radius * sin)
        })
        .collect()
}

/// A button with an icon alone; `label` is its name for people who hear it, and its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, label: &str) -> Response {
    let colours = tokens::colours(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(BUTTON_SIZE), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let is_lit = response.hovered() || response.has_focus();
    if is_lit {
        ui.painter()
            .rect_filled(rect, tokens::RADIUS_6, colours.neutral[3]);
    }
    let colour = if is_lit {
        colours.neutral[9]
    } else {
        colours.neutral[7]
    };
    icon.paint(ui.painter(), rect, colour);
    response
        .on_hover_text(label)
        .on_hover_cursor(CursorIcon::PointingHand)
}
