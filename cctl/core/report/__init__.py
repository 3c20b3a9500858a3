"""One page about a stretch of time: records → a report (`build`) → HTML, Markdown or JSON."""
