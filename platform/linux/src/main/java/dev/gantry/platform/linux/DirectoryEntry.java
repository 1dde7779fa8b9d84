package dev.gantry.platform.linux;

/// One name in a directory.
///
/// @param name in the notation of [FileNames]
/// @param type as the directory recorded it, which some file systems leave
///     [unknown][FileType#UNKNOWN]
public record DirectoryEntry(String name, FileType type, long inode) {}
