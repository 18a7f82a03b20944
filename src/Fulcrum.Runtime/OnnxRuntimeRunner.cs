using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Microsoft.ML.OnnxRuntime;

namespace Fulcrum.Runtime;

/// <summary>
/// Runs models with ONNX Runtime on the CPU. The runtime is handed memory, or files written here: models whose weights lie in files that were not opened are refused.
/// </summary>
/// <param name="defaultThreads">Threads for models loaded without their own setting; 0 (default) takes <see cref="CpuQuota.Threads"/>.</param>
public sealed class OnnxRuntimeRunner(int defaultThreads = 0) : IModelRunner
{
    /// <summary>Bytes of weights above which a model is handed over as a file.</summary>
    private const long LargeModel = 64 << 20;

    /// <inheritdoc/>
    public ITensorBuffer Allocate(ElementType element, params ReadOnlySpan<long> shape) => new OrtBuffer(element, shape.ToArray());

    /// <inheritdoc/>
    ILoadedModel IModelRunner.Load(Model model, LoadOptions? options) => Load(model, options);

    /// <summary>A buffer over memory that somebody else owns, and keeps for as long as the buffer is bound.</summary>
    /// <param name="element">The element type; not text.</param>
    /// <param name="shape">The dimensions.</param>
    /// <param name="memory">Where the first element is.</param>
    /// <param name="length">Bytes.</param>
    public static ITensorBuffer Over(ElementType element, long[] shape, nint memory, long length) => OrtBuffer.Over(element, shape, memory, length);

    /// <summary>Prepares a model for running.</summary>
    /// <exception cref="InputException"><c>model-external-data</c>, <c>model-not-runnable</c>.</exception>
    public OnnxRuntimeModel Load(Model model, LoadOptions? options = null)
    {
        Tensor? external = ModelTensors.Of(model).FirstOrDefault(t => t.Data is null);
        if (external is not null)
            throw new InputException("model-external-data", external.Name, "The tensor's data is in another file, which was not opened.", "Read the model from its own folder.");
        return Prepare(model.Graph.Name, options, native => ModelTensors.Of(model).Sum(t => t.Data!.Length) > LargeModel ? FromFile(model, native) : new InferenceSession(OnnxFile.Serialize(model), native));
    }

    /// <inheritdoc/>
    public ILoadedModel LoadFile(string path, LoadOptions? options = null) => Prepare(path, options, native => new InferenceSession(path, native));

    private OnnxRuntimeModel Prepare(string place, LoadOptions? options, Func<SessionOptions, InferenceSession> make)
    {
        options ??= new LoadOptions();
        using SessionOptions native = Configure(options);
        try
        {
            return new OnnxRuntimeModel(make(native), options.Profile);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new InputException("model-not-runnable", place, failure.Message, "ONNX Runtime refuses the model.", failure);
        }
    }

    /// <summary>Weights in a file that the runtime maps are in memory once; handed over in memory they would be there three times. The mapping outlives the file's name.</summary>
    private static InferenceSession FromFile(Model model, SessionOptions native)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fulcrum-model-");
        try
        {
            string path = Path.Combine(folder.FullName, "model.onnx");
            OnnxFile.Write(model, path, ExternalData.Beside);
            return new InferenceSession(path, native);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private SessionOptions Configure(LoadOptions options)
    {
        int threads = options.Threads > 0 ? options.Threads : defaultThreads;
        var native = new SessionOptions
        {
            IntraOpNumThreads = threads > 0 ? threads : CpuQuota.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            GraphOptimizationLevel = options.Optimization switch
            {
                OptimizationLevel.None => GraphOptimizationLevel.ORT_DISABLE_ALL,
                OptimizationLevel.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
                OptimizationLevel.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
            },
        };
        native.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Spinning ? "1" : "0");
        if (options.Profile)
        {
            native.ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"fulcrum-{Guid.NewGuid():N}");
            native.EnableProfiling = true;
        }

        return native;
    }
}
