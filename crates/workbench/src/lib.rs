//! Every command of the designer, written against a small Host.
