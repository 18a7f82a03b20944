using System.Net.Http.Json;
using System.Text.Json;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Segments;

namespace Fulcrum.Device;

/// <summary>The device's side: asks for a plan, fetches and checks its segment, and prepares to run it.</summary>
/// <param name="http">A client whose base address is the server.</param>
/// <param name="runner">Runs the first half.</param>
/// <param name="cache">Holds segments from earlier runs.</param>
/// <param name="retry">How to try again when the server is away; null takes the defaults.</param>
/// <param name="time">The clock; null takes the system's.</param>
public sealed class DeviceAgent(HttpClient http, IModelRunner runner, SegmentCache cache, RetryOptions? retry = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>What the server says of a model.</summary>
    /// <exception cref="LinkException">The server cannot be reached or fails.</exception>
    /// <exception cref="InputException">The server refuses.</exception>
    public async Task<ModelMessage> DescribeAsync(string model, CancellationToken cancellation = default)
    {
        string route = Routes.Model(model);
        using HttpResponseMessage response = await SendAsync(() => http.Request(HttpMethod.Get, route), "plan", cancellation).ConfigureAwait(false);
        return await ReadAsync(response, route, ContractJson.Default.ModelMessage, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks for a plan. Segments held in the cache are announced: they cost nothing.</summary>
    /// <exception cref="LinkException">The server cannot be reached or fails.</exception>
    /// <exception cref="InputException">The server refuses the request.</exception>
    public async Task<PlanMessage> PlanAsync(string model, PlanRequestMessage request, CancellationToken cancellation = default)
    {
        PlanRequestMessage announced = request with { HeldSegments = [.. request.HeldSegments ?? [], .. cache.Held] };
        string route = Routes.Plan(model);
        using HttpResponseMessage response = await SendAsync(
            () => http.Request(HttpMethod.Post, route, JsonContent.Create(announced, ContractJson.Default.PlanRequestMessage)),
            "plan", cancellation).ConfigureAwait(false);
        return await ReadAsync(response, route, ContractJson.Default.PlanMessage, cancellation).ConfigureAwait(false);
    }

    /// <summary>Fetches the plan's segment unless it is held, checks it against the plan, and loads it.</summary>
    /// <exception cref="LinkException">The server went away and did not return.</exception>
    /// <exception cref="InputException">The segment is damaged, foreign, or not the plan's.</exception>
    public async Task<PreparedPlan> PrepareAsync(PlanMessage plan, CancellationToken cancellation = default)
    {
        long started = _time.GetTimestamp();
        if (plan.Segment is null)
            return new PreparedPlan(plan, null, http, _time, TimeSpan.Zero, 0);
        byte[]? file = cache.Find(plan.Segment.Id);
        long downloaded = file is null ? plan.Segment.Bytes : 0;
        if (file is null)
        {
            file = await new SegmentDownloader(http, retry ?? new RetryOptions(), _time).FetchAsync(plan.Segment, cancellation).ConfigureAwait(false);
            cache.Store(plan.Segment.Id, file);
        }

        TimeSpan download = _time.GetElapsedTime(started);
        Segment segment = SegmentReader.Read(file, plan.Segment.Id);
        if (segment.ModelHash != plan.ModelSha256 || segment.Cut != plan.Cut || segment.CutTensor.Elements != plan.CutTensor.Elements)
            throw new InputException("segment-foreign", plan.Segment.Id, "The segment does not belong to this plan.", "Ask for a new plan.");
        return new PreparedPlan(plan, new FirstHalf(runner, segment), http, _time, download, downloaded);
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, string phase, CancellationToken cancellation)
    {
        try
        {
            HttpResponseMessage response = await http.SendAsync(request(), cancellation).ConfigureAwait(false);
            await ProblemReader.ThrowIfProblemAsync(response, phase, cancellation).ConfigureAwait(false);
            return response;
        }
        catch (Exception broken) when (RangedDownload.IsLink(broken) && !cancellation.IsCancellationRequested)
        {
            throw new LinkException(phase, $"the server at {http.BaseAddress} cannot be reached ({broken.Message})", broken);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, string route, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize(await CheckedBody.ReadAsync(response, "plan", route, cancellation).ConfigureAwait(false), type) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException failure)
        {
            throw new InputException("server-foreign", "plan", $"The server's answer is not understood: {failure.Message}", "Check the server's address and version.", failure);
        }
    }
}
