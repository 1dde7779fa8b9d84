package dev.gantry.oci.content;

/// Keeps blobs by digest: configurations, manifests and layers, each once, whoever needs it.
///
/// # The model
///
/// A *blob* is bytes that never change, named by their *digest*. An *ingest* is a blob being
/// written: private to its writer until [Ingest#commit] has verified size and digest, made the
/// bytes durable and given them their name, all of which a reader sees as one step. Committing
/// bytes the store has already succeeds and keeps the older copy, so any number of pulls may bring
/// the same layer at once.
///
/// A blob that nothing refers to is garbage. What an image, a container or a *lease* refers to is
/// not: whoever fetches or makes content opens a lease first, writes with it, and closes it when
/// the record that refers to the content exists. See [Leases] and [GarbageCollector].
///
/// # Example
///
/// ```java
/// try (var lease = leases.open("pull busybox");
///     var ingest = content.begin(lease)) {
///   download.transferTo(ingest.asStream());
///   ingest.commit(descriptor.digest(), descriptor.size());
///   …
/// }
/// ```
///
/// # After a failure
///
/// An ingest that is closed without a commit, or whose process died, leaves nothing that a reader
/// could see; what it left on disk is removed when it is closed or when the store is opened again.
/// A blob whose commit returned survives kill -9 and a power cut.
///
/// All methods may be called from any thread; an [Ingest] belongs to one thread at a time.
public interface ContentStore extends ContentReader, ContentWriter, ContentCatalog {}
