//! The log: import of the tools' exports, the prepared columnar form, its readers.
