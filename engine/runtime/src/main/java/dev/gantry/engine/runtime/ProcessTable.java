package dev.gantry.engine.runtime;

import java.util.List;

/// What `ps` says about a task's processes.
public record ProcessTable(List<String> titles, List<List<String>> rows) {}
