using Fulcrum.Stores.Publishing;

namespace Fulcrum.Cli.Publishing;

/// <summary>A folder that was checked and may be published.</summary>
/// <param name="Kind">Of the publication.</param>
/// <param name="Name">Its name where nobody gives another.</param>
/// <param name="Files">Paths in the publication, and files.</param>
/// <param name="Join">Of what is published now, null without it, and the files: what will be.</param>
internal sealed record PublishedFolder(string Kind, string Name, IReadOnlyList<(string Path, string File)> Files, Func<Publication?, IReadOnlyList<PublishedFile>, Publication> Join);
