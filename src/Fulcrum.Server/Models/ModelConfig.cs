namespace Fulcrum.Server.Models;

/// <summary>A model as the repository has it.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Version">The highest numeric version folder.</param>
/// <param name="Folder">That folder.</param>
internal sealed record ModelConfig(string Name, string Version, string Folder);
