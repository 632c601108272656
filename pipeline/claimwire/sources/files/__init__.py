"""Files that people have: press releases, mail, tables, exports of a site, each read into a `Document`."""
