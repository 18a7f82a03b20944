using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Server.Pbtxt;

namespace Fulcrum.Server.Models;

/// <summary>Reads Triton's config.pbtxt as far as it means something here; the rest is warned about.</summary>
internal sealed class ModelConfigReader
{
    private const string FileName = "config.pbtxt";
    private const int LargestFile = 1 << 20, MostInstances = 64;
    private static readonly string[] Understood = ["input", "output"];
    private readonly string _place;
    private readonly List<Problem> _problems = [];
    private readonly List<string> _warnings = [];

    private ModelConfigReader(string place) => _place = place;

    /// <summary>The configuration of a model's folder; the defaults when it has no file.</summary>
    /// <exception cref="InputException"><c>config-malformed</c>, <c>config-value</c>; every problem with its line.</exception>
    public static ModelConfig Read(string name, string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        var config = new ModelConfig(name, folder);
        if (!file.Exists)
            return config;
        string place = $"{name}/{FileName}";
        if (file.Length > LargestFile)
            throw new InputException("config-malformed", place, $"The file has {file.Length} bytes; {LargestFile} are allowed.", "Keep to the fields that say how the model is served.");
        var reader = new ModelConfigReader(place);
        foreach (PbtxtField field in PbtxtReader.Read(File.ReadAllText(file.FullName), place).Fields)
            config = reader.Take(config, field);
        if (reader._problems.Count == 0 && config.PreferredBatchSizes.FirstOrDefault(s => s > config.MaxBatchSize) is int larger and > 0)
            reader.Problem(0, $"The preferred batch size {larger} is over max_batch_size {config.MaxBatchSize}.");
        return reader._problems.Count == 0 ? config with { Warnings = [.. reader._warnings] } : throw new InputException(reader._problems);
    }

    private ModelConfig Take(ModelConfig config, PbtxtField field)
    {
        switch (field.Name)
        {
            case "name":
                if (field.Scalar != config.Name)
                    Problem(field.Line, $"The name '{field.Scalar}' is not that of the folder, '{config.Name}'.");
                return config;
            case "platform" or "backend":
                if (field.Scalar is not ("onnxruntime_onnx" or "onnxruntime"))
                    Problem(field.Line, $"The {field.Name} '{field.Scalar}' is not served here; only onnxruntime is.");
                return config;
            case "max_batch_size":
                return config with { MaxBatchSize = Integer(field, 0, int.MaxValue) };
            case "dynamic_batching":
                return Within(field).Aggregate(config with { DynamicBatching = true }, Batching);
            case "version_policy":
                return Within(field).Aggregate(config, (c, f) => c with { Versions = Versions(c.Versions, f) });
            case "instance_group":
                return Within(field).Aggregate(config, Group);
            case "parameters":
                return Parameter(config, field);
            default:
                if (!Understood.Contains(field.Name))
                    Ignore(field);
                return config;
        }
    }

    private ModelConfig Batching(ModelConfig config, PbtxtField field)
    {
        switch (field.Name)
        {
            case "preferred_batch_size":
                return config with { PreferredBatchSizes = [.. config.PreferredBatchSizes, Integer(field, 1, int.MaxValue)] };
            case "max_queue_delay_microseconds":
                return config with { MaxQueueDelay = TimeSpan.FromMicroseconds(Integer(field, 0, 60_000_000)) };
            case "default_queue_policy":
                foreach (PbtxtField inner in Within(field))
                {
                    if (inner.Name == "max_queue_size")
                        config = config with { MaxQueueSize = Integer(inner, 0, int.MaxValue) };
                    else
                        Ignore(inner);
                }

                return config;
            default:
                Ignore(field);
                return config;
        }
    }

    private VersionPolicy Versions(VersionPolicy policy, PbtxtField field)
    {
        IReadOnlyList<PbtxtField> inner = Within(field);
        switch (field.Name)
        {
            case "all":
                return new VersionPolicy();
            case "latest":
                return new VersionPolicy { Latest = inner.Where(f => f.Name == "num_versions").Select(f => Integer(f, 1, int.MaxValue)).LastOrDefault(1) };
            case "specific":
                return new VersionPolicy { Specific = [.. inner.Where(f => f.Name == "versions").Select(f => (long)Integer(f, 1, int.MaxValue))] };
            default:
                Ignore(field);
                return policy;
        }
    }

    private ModelConfig Group(ModelConfig config, PbtxtField field)
    {
        switch (field.Name)
        {
            case "count":
                return config with { Instances = Integer(field, 1, MostInstances) };
            case "kind" when field.Scalar is "KIND_CPU" or "KIND_AUTO":
                return config;
            default:
                Ignore(field);
                return config;
        }
    }

    private ModelConfig Parameter(ModelConfig config, PbtxtField field)
    {
        IReadOnlyList<PbtxtField> entry = Within(field);
        string? key = entry.LastOrDefault(f => f.Name == "key")?.Scalar;
        PbtxtField? value = entry.LastOrDefault(f => f.Name == "value")?.Message?.Fields.LastOrDefault(f => f.Name == "string_value");
        switch (key)
        {
            case "isolate" when value?.Scalar is "true" or "false":
                return config with { Isolate = value.Scalar == "true" };
            case "isolate_memory_mib" when value is not null:
                return config with { IsolateMemory = (long)Integer(value, 64, 1 << 24) << 20 };
            case "isolate" or "isolate_memory_mib":
                Problem(field.Line, $"The parameter '{key}' has to be {(key == "isolate" ? "true or false" : "a whole number")}, as a string_value.");
                return config;
            default:
                Ignore(field);
                return config;
        }
    }

    private IReadOnlyList<PbtxtField> Within(PbtxtField field)
    {
        if (field.Message is null)
            Problem(field.Line, $"The field '{field.Name}' has to be a message in braces.");
        return field.Message?.Fields ?? [];
    }

    private int Integer(PbtxtField field, int least, int most)
    {
        if (int.TryParse(field.Scalar, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        Problem(field.Line, $"The field '{field.Name}' is {field.Scalar ?? "a message"}; it has to be a whole number of {least} to {most}.");
        return least;
    }

    private void Problem(int line, string message) =>
        _problems.Add(new Problem("config-value", line > 0 ? $"{_place}, line {line}" : _place, message, "See docs/verbs/serve.md for what is read of the file."));

    private void Ignore(PbtxtField field) => _warnings.Add($"{_place}, line {field.Line}: '{field.Name}' is not used here.");
}
