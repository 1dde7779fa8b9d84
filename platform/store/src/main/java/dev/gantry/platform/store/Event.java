package dev.gantry.platform.store;

/// One change of one key, as a [Watch] reports it.
public sealed interface Event {

  /// The key that changed.
  String key();

  /// The revision of the transaction that changed it.
  long revision();

  /// The key had no value before.
  record Created(Entry entry) implements Event {
    @Override
    public String key() {
      return entry.key();
    }

    @Override
    public long revision() {
      return entry.revision();
    }
  }

  /// The key got a new value.
  record Updated(Entry entry, Entry previous) implements Event {
    @Override
    public String key() {
      return entry.key();
    }

    @Override
    public long revision() {
      return entry.revision();
    }
  }

  /// The key lost its value.
  record Deleted(Entry previous, long revision) implements Event {
    @Override
    public String key() {
      return previous.key();
    }
  }
}
