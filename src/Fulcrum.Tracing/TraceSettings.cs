using System.Globalization;
using Fulcrum.Problems;
using OpenTelemetry.Trace;

namespace Fulcrum.Tracing;

/// <summary>Where spans go and which: an option, and OpenTelemetry's environment variables. See docs/tracing.md.</summary>
/// <param name="Endpoint">Where they are posted.</param>
/// <param name="Service">What the program calls itself.</param>
/// <param name="Sampler">Which traces are recorded.</param>
public sealed record TraceSettings(Uri Endpoint, string Service, Sampler Sampler)
{
    private const string BaseVariable = "OTEL_EXPORTER_OTLP_ENDPOINT", FullVariable = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL", Sampling = "OTEL_TRACES_SAMPLER", Argument = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>What was asked for; null: no tracing.</summary>
    /// <param name="endpoint">The collector's address, to which <c>/v1/traces</c> is added; null: the environment's.</param>
    /// <param name="service">The service's name where the environment has none.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <exception cref="InputException"><c>option-malformed</c>: an address, a protocol or a sampler that is none; all at once.</exception>
    public static TraceSettings? Read(Uri? endpoint, string service, Func<string, string?> environment)
    {
        string? Variable(string name) => environment(name) is { } value && value.Trim() is { Length: > 0 } text ? text : null;
        if (Variable("OTEL_SDK_DISABLED") is string disabled && disabled.Equals("true", StringComparison.OrdinalIgnoreCase))
            return null;
        List<Problem> problems = [];
        Uri? target = endpoint is not null ? Traces(endpoint) : Address(Variable(FullVariable), FullVariable, problems) ?? (Address(Variable(BaseVariable), BaseVariable, problems) is Uri root ? Traces(root) : null);
        if (target is null && problems.Count == 0)
            return null;
        if (Variable(Protocol) is string protocol && protocol != "http/protobuf")
            problems.Add(new Problem("option-malformed", Protocol, $"'{protocol}' is not spoken here.", "Use http/protobuf, on the collector's HTTP port (4318 by default)."));
        Sampler sampler = SamplerOf(Variable(Sampling) ?? "parentbased_always_on", Variable(Argument), problems);
        return problems.Count == 0 ? new TraceSettings(target!, Variable("OTEL_SERVICE_NAME") ?? service, sampler) : throw new InputException(problems);
    }

    private static Uri Traces(Uri root) => new($"{root.AbsoluteUri.TrimEnd('/')}/v1/traces");

    private static Uri? Address(string? text, string variable, List<Problem> problems)
    {
        if (text is null)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            return address;
        problems.Add(new Problem("option-malformed", variable, $"'{text}' is no http or https address.", "Use for example http://127.0.0.1:4318."));
        return null;
    }

    private static Sampler SamplerOf(string name, string? argument, List<Problem> problems)
    {
        const string ParentBased = "parentbased_";
        string inner = name.StartsWith(ParentBased, StringComparison.Ordinal) ? name[ParentBased.Length..] : name;
        double ratio = 1;
        if (inner == "traceidratio" && argument is not null && !(double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out ratio) && ratio is >= 0 and <= 1))
            problems.Add(new Problem("option-malformed", Argument, $"'{argument}' is no share.", "Use a number from 0 to 1."));
        Sampler? made = inner switch
        {
            "always_on" => new AlwaysOnSampler(),
            "always_off" => new AlwaysOffSampler(),
            "traceidratio" => new TraceIdRatioBasedSampler(ratio is >= 0 and <= 1 ? ratio : 1),
            _ => null,
        };
        if (made is null)
            problems.Add(new Problem("option-malformed", Sampling, $"'{name}' is no sampler.", "Use parentbased_traceidratio with OTEL_TRACES_SAMPLER_ARG, parentbased_always_on, parentbased_always_off, traceidratio, always_on or always_off."));
        return inner == name ? made ?? new AlwaysOnSampler() : new ParentBasedSampler(made ?? new AlwaysOnSampler());
    }
}
