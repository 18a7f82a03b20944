using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Tracing;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--otlp-endpoint URL`: where the spans of requests go.</summary>
internal static class TraceFlags
{
    private static readonly Option<Uri?> Endpoint = AddressOption.Create("Where spans of requests are sent, by OTLP over HTTP; default OTEL_EXPORTER_OTLP_ENDPOINT, or nowhere.", isRequired: false, "--otlp-endpoint");

    public static void AddTo(Command command) => command.Options.Add(Endpoint);

    /// <summary>Starts sending spans; null where nobody asked for it.</summary>
    /// <param name="context">The verb.</param>
    /// <param name="service">What the program calls itself where the environment does not say.</param>
    /// <param name="configured">The address of a configuration; the option goes before it.</param>
    public static SpanExport? Start(VerbContext context, string service, Uri? configured = null) =>
        SpanExport.Start(TraceSettings.Read(context.Value(Endpoint) ?? configured, service, Environment.GetEnvironmentVariable));
}
