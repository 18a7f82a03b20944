using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Releases;
using Fulcrum.Server.Access;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fulcrum.Server.Http;

/// <summary>What devices get of a plan: its signed release, and the files that the release names, in ranges.</summary>
/// <param name="folders">The plan folders, the newest first; they are looked at anew for each release that is asked for, so a new one needs no restart.</param>
/// <param name="look">Looks for newer ones where a file is not known; null: there is nowhere to look.</param>
internal sealed class ReleaseEndpoint(Func<IReadOnlyList<string>> folders, Func<CancellationToken, Task>? look)
{
    private static readonly Operation Release = new("release", "GET", "/fulcrum/v1/plans/{model}/release", Audience.Device, "The newest signed release of a plan.")
    {
        Tag = "releases",
        Answers = [new(200, "release.json as it was signed.", Content.Json(ContractJson.Default.ReleaseManifest)) { Headers = [ReleaseManifest.SignatureHeader] }],
        Refusals = ["release-unknown", "model-unknown"],
    };

    private static readonly Operation File = new("releaseFile", "GET", "/fulcrum/v1/objects/{sha256}", Audience.Device, "A file that a release names.")
    {
        Tag = "releases",
        Parameters = WebHeaders.Ranges,
        Answers = WebHeaders.File("A file of a plan folder: docs/plan-folder.md."),
        Refusals = ["release-unknown", "object-unknown", "store-unreachable"],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Release, File];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Release, context =>
        {
            string model = context.Named("model");
            SignedRelease release = (folders() is [string newest, ..] && ReleaseFolder.IsOne(newest) ? ReleaseFolder.Read(newest) : throw Unknown()).Release;
            if (release.Manifest.Model != model)
                throw new InputException("model-unknown", "model", "No plan of this model runs here.", $"The plan here is of {release.Manifest.Model}.");
            context.Response.Headers[ReleaseManifest.SignatureHeader] = release.Signature;
            return Results.Bytes(release.Bytes, "application/json").ExecuteAsync(context);
        });
        routes.Map(File, async context =>
        {
            string sha256 = context.Named("sha256");
            string? file = Find(sha256);
            if (file is null && look is not null)
            {
                await look(context.RequestAborted).ConfigureAwait(false);
                file = Find(sha256);
            }

            IResult answer = file is not null
                ? Results.File(file, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{sha256}\""))
                : throw new InputException("object-unknown", "sha256", "This server has no such file.", "Ask for the release again: there may be a newer one.");
            await answer.ExecuteAsync(context).ConfigureAwait(false);
        });
    }

    private string? Find(string sha256)
    {
        string[] released = [.. folders().Where(ReleaseFolder.IsOne)];
        if (released.Length == 0 && look is null)
            throw Unknown();
        return released.Select(f => ReleaseFolder.Read(f).PathOf(sha256)).FirstOrDefault(f => f is not null && System.IO.File.Exists(f)) is string file ? Path.GetFullPath(file) : null;
    }

    private static InputException Unknown() => new("release-unknown", "model", "There is no release of the plan here.", "Make one: fulcrum release DIR --key KEY.");
}
