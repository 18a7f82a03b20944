using System.Security.Cryptography;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Releases;

namespace Fulcrum.Device.Releases;

/// <summary>Brings a device's releases up to date with a server's, and never takes one that is not signed by somebody it trusts, is of another model, older than its own, or out of date.</summary>
/// <param name="http">A client whose base address is the server.</param>
/// <param name="store">Where releases are kept.</param>
/// <param name="trusted">The keys of those who may release.</param>
/// <param name="retry">How to try again when the server is away; null takes the defaults.</param>
/// <param name="time">The clock; null takes the system's.</param>
public sealed class ReleaseUpdater(HttpClient http, ReleaseStore store, IReadOnlyList<ECDsa> trusted, RetryOptions? retry = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Takes the server's release if it is newer: fetches what is missing, puts it together, tries it, and only then uses it.</summary>
    /// <param name="model">The plan's model.</param>
    /// <param name="tryOut">Loads a folder as it will be used; throws what is wrong with it.</param>
    /// <param name="cancellation">Ends it; what was fetched is kept for the next time.</param>
    /// <exception cref="LinkException">The server cannot be reached: what the device has stays in use.</exception>
    /// <exception cref="InputException">The release is refused (<c>release-*</c>), or could not be used; what the device has stays in use.</exception>
    public async Task<ReleaseUpdate> UpdateAsync(string model, Action<string> tryOut, CancellationToken cancellation = default)
    {
        SignedRelease offered = await AskAsync(model, cancellation).ConfigureAwait(false);
        ReleaseManifest manifest = offered.Manifest;
        if (!offered.IsBy(trusted))
            throw Refusal("release-signature", "No key that is trusted here signed it.", "Trust the key of whoever made it, or ask who it was.");
        if (manifest.Model != model)
            throw Refusal("release-foreign", $"It is of the model '{manifest.Model}'.", "Check the server's plan.");
        if (manifest.Expires is DateTimeOffset end && end <= _time.GetUtcNow())
            throw Refusal("release-expired", $"It was to be taken until {end:u}.", "Make a new release.");
        if (store.Current is long own && manifest.Release <= own)
        {
            store.MissingUpgrades();
            return manifest.Release == own ? new ReleaseUpdate(store.CurrentFolder!, own, false, 0) : throw Refusal("release-older", $"It is release {manifest.Release}, this device has {own}.", "Make a release with a higher number, also to go back to older content.");
        }

        if (store.IsRefused(offered))
            throw Refusal("release-unusable", $"Release {manifest.Release} was tried before and could not be used.", "Make a new release.");
        try
        {
            return await TakeAsync(offered, tryOut, cancellation).ConfigureAwait(false);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            throw Refusal("release-not-kept", $"It cannot be kept here: {full.Message}", "Check the store's folder and the free space.");
        }

        InputException Refusal(string code, string message, string remedy) => new(code, $"release of {model}", message, remedy);
    }

    private async Task<ReleaseUpdate> TakeAsync(SignedRelease release, Action<string> tryOut, CancellationToken cancellation)
    {
        long fetched = 0;
        var download = new RangedDownload(http, retry ?? new RetryOptions(), _time);
        foreach (ReleaseFile file in release.Manifest.Files.Where(f => f.Upgrade is null).DistinctBy(f => f.Sha256))
            fetched += await FetchAsync(download, file, cancellation).ConfigureAwait(false);

        cancellation.ThrowIfCancellationRequested();
        string folder = store.Assemble(release);
        try
        {
            tryOut(folder);
        }
        catch (InputException)
        {
            store.Refuse(release);
            throw;
        }

        store.Use(release.Manifest.Release);
        return new ReleaseUpdate(folder, release.Manifest.Release, true, fetched);
    }

    /// <summary>Fetches what makes the release in use finer, one file after the other; each is put beside the others when it is whole. What runs is not touched.</summary>
    /// <param name="cancellation">Ends it; what was fetched is kept for the next time.</param>
    /// <returns>Bytes that came; null when nothing was missing.</returns>
    /// <exception cref="LinkException">The server cannot be reached.</exception>
    /// <exception cref="InputException"><c>release-object</c>, <c>segment-length</c>: an upgrade is not what the release says; it is not used.</exception>
    public async Task<long?> UpgradeAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<ReleaseFile> missing = store.MissingUpgrades();
        if (missing.Count == 0)
            return null;
        long fetched = 0;
        var download = new RangedDownload(http, retry ?? new RetryOptions(), _time);
        foreach (ReleaseFile file in missing)
        {
            fetched += await FetchAsync(download, file, cancellation).ConfigureAwait(false);
            store.AddUpgrade(file);
        }

        return fetched;
    }

    private async Task<long> FetchAsync(RangedDownload download, ReleaseFile file, CancellationToken cancellation)
    {
        if (store.Has(file))
            return 0;
        long fetched;
        FileStream stream = store.Grow(file);
        await using (stream.ConfigureAwait(false))
        {
            fetched = file.Bytes - stream.Length;
            await download.FetchAsync(Routes.Object(file.Sha256), file.Sha256, file.Bytes, stream, cancellation).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        store.Keep(file);
        return fetched;
    }

    private async Task<SignedRelease> AskAsync(string model, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = http.Request(HttpMethod.Get, Routes.Release(model));
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            await ProblemReader.ThrowIfProblemAsync(response, "release", cancellation).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(ReleaseManifest.MostBytes, cancellation).ConfigureAwait(false);
            string signature = response.Headers.TryGetValues(ReleaseManifest.SignatureHeader, out IEnumerable<string>? values) ? values.First() : "";
            return SignedRelease.Read(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), signature, http.BaseAddress!.ToString());
        }
        catch (Exception broken) when (RangedDownload.IsLink(broken) && !cancellation.IsCancellationRequested)
        {
            throw new LinkException("release", $"the server at {http.BaseAddress} cannot be reached ({broken.Message})", broken);
        }
    }
}

/// <summary>What an update came to.</summary>
/// <param name="Folder">The folder to run.</param>
/// <param name="Release">Its release.</param>
/// <param name="IsNew">Whether it was not in use before.</param>
/// <param name="DownloadedBytes">Bytes that came over the link.</param>
public sealed record ReleaseUpdate(string Folder, long Release, bool IsNew, long DownloadedBytes);
