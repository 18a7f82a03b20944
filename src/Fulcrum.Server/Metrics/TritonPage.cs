using System.Globalization;
using System.Text;
using Fulcrum.Server.Counts;

namespace Fulcrum.Server.Metrics;

/// <summary>The models' counts under Triton's names, so that dashboards made for it work.</summary>
internal static class TritonPage
{
    /// <summary>Writes them.</summary>
    /// <param name="text">The page.</param>
    /// <param name="models">Name, version and counts of each.</param>
    public static void Render(StringBuilder text, IReadOnlyList<(string Name, string Version, ModelCounts Counts)> models)
    {
        void Family(string name, string type, string help, Func<ModelCounts, double> value)
        {
            Head(text, name, type, help);
            foreach ((string model, string version, ModelCounts counts) in models)
                text.Append(CultureInfo.InvariantCulture, $"{name}{{model=\"{Escape(model)}\",version=\"{version}\"}} {value(counts)}\n");
        }

        Family("nv_inference_request_success", "counter", "Requests answered.", c => c.Success.Count);
        Failures(text, models);
        Family("nv_inference_count", "counter", "Samples answered.", c => c.Inferences);
        Family("nv_inference_exec_count", "counter", "Runs of the model.", c => c.Executions);
        Family("nv_inference_request_duration_us", "counter", "Time of answered requests, microseconds.", c => Micro(c.Success));
        Family("nv_inference_queue_duration_us", "counter", "Time that requests waited for the model, microseconds.", c => Micro(c.Queue));
        Family("nv_inference_compute_input_duration_us", "counter", "Time of reading inputs, microseconds.", c => Micro(c.Input));
        Family("nv_inference_compute_infer_duration_us", "counter", "Time of running the model, microseconds.", c => Micro(c.Infer));
        Family("nv_inference_compute_output_duration_us", "counter", "Time of writing outputs, microseconds.", c => Micro(c.Output));
        Family("nv_inference_pending_request_count", "gauge", "Requests taken in and not answered.", c => c.Pending);
        Head(text, "nv_inference_first_response_histogram_ms", "histogram", "Time from request to answer, milliseconds.");
        foreach ((string model, string version, ModelCounts counts) in models)
            counts.FirstResponse.Render(text, "nv_inference_first_response_histogram_ms", $"model=\"{Escape(model)}\",version=\"{version}\"");
    }

    private static void Failures(StringBuilder text, IReadOnlyList<(string Name, string Version, ModelCounts Counts)> models)
    {
        const string Name = "nv_inference_request_failure";
        Head(text, Name, "counter", "Requests that failed, by reason.");
        foreach ((string model, string version, ModelCounts counts) in models)
        {
            foreach (FailureReason reason in Enum.GetValues<FailureReason>())
                text.Append(CultureInfo.InvariantCulture, $"{Name}{{model=\"{Escape(model)}\",version=\"{version}\",reason=\"{reason.ToString().ToUpperInvariant()}\"}} {counts.Failures(reason)}\n");
        }
    }

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static long Micro(DurationCount count) => count.Nanoseconds / 1000;

    /// <summary>A label's value as the format wants it.</summary>
    public static string Escape(string label) => label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
