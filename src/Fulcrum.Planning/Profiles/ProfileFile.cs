using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Profiles;

/// <summary>Profiles as files: docs/profiles.md.</summary>
public static class ProfileFile
{
    /// <summary>Writes a profile, all or nothing; equal profiles give equal bytes.</summary>
    /// <exception cref="InputException"><c>output-not-writable</c>.</exception>
    public static void Write(MachineProfile profile, string path) =>
        AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(profile, ProfileJson.Default.MachineProfile));

    /// <summary>Reads and checks a profile.</summary>
    /// <exception cref="InputException"><c>profile-not-readable</c>, <c>profile-malformed</c>, <c>profile-format</c>, <c>profile-value</c>; every problem is named.</exception>
    public static MachineProfile Read(string path)
    {
        MachineProfile profile = JsonFile.Read(path, ProfileJson.Default.MachineProfile, "profile", "Measure again: fulcrum profile.");
        IReadOnlyList<Problem> problems = ProfileValidator.Check(profile, path);
        return problems.Count == 0 ? profile : throw new InputException(problems);
    }
}

/// <summary>JSON of profiles: snake_case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(MachineProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
