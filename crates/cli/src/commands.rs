//! One file per command.

pub mod demo;
pub mod design;
pub mod lab;
pub mod sample;

pub mod check;
pub mod export;
pub mod import;
pub mod import_campaign;
pub mod preview;

pub mod decide;
pub mod explain;
pub mod replay;

pub mod assign;
pub mod judge;
pub mod simulate;

pub mod publish;
pub mod serve;
