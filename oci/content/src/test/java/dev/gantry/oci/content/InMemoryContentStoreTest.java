package dev.gantry.oci.content;

final class InMemoryContentStoreTest extends ContentStoreContract {
  @Override
  protected ContentStore create() {
    return new InMemoryContentStore();
  }
}
