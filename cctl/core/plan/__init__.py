"""Plans of tasks: what a file may say, the graph of it, and which task is to be started, judged or given up next."""
