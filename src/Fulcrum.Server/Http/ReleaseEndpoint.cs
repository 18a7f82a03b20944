using Fulcrum.Problems;
using Fulcrum.Protocol.Releases;
using Fulcrum.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fulcrum.Server.Http;

/// <summary>What devices get of a plan: its signed release, and the files that the release names, in ranges.</summary>
/// <param name="path">The plan folder; it is looked at anew for each release that is asked for, so a new one needs no restart.</param>
internal sealed class ReleaseEndpoint(string path)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/fulcrum/v1/plans/{model}/release", (string model, HttpContext context) =>
        {
            SignedRelease release = Read().Release;
            if (release.Manifest.Model != model)
                throw new InputException("model-unknown", "model", "No plan of this model runs here.", $"The plan here is of {release.Manifest.Model}.");
            context.Response.Headers[ReleaseManifest.SignatureHeader] = release.Signature;
            return Results.Bytes(release.Bytes, "application/json");
        }).For(Audience.Device);
        routes.MapGet("/fulcrum/v1/objects/{sha256}", (string sha256) => Read().PathOf(sha256) is string file && File.Exists(file)
            ? Results.File(Path.GetFullPath(file), "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{sha256}\""))
            : throw new InputException("object-unknown", "sha256", "This server has no such file.", "Ask for the release again: there may be a newer one.")).For(Audience.Device);
    }

    private ReleaseFolder Read() => ReleaseFolder.IsOne(path) ? ReleaseFolder.Read(path) : throw new InputException("release-unknown", "model", "There is no release of the plan here.", "Make one: fulcrum release DIR --key KEY.");
}
