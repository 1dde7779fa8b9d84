package dev.gantry.platform.errors;

/// What a failure is about, in the words of the domain: `new Subject("container", "web")`.
public record Subject(String kind, String name) {}
