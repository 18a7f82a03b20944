using System.Text.Json.Serialization;
using Fulcrum.Cli.Results;
using Fulcrum.Operators.Exits;

namespace Fulcrum.Cli.Terminal;

/// <summary>JSON of the verbs' results: snake_case, stable names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ProblemList))]
[JsonSerializable(typeof(DataGetResult))]
[JsonSerializable(typeof(TrainResult))]
[JsonSerializable(typeof(EvalResult))]
[JsonSerializable(typeof(TokenResult))]
[JsonSerializable(typeof(ReleaseResult))]
[JsonSerializable(typeof(PublishResult))]
[JsonSerializable(typeof(InitResult))]
[JsonSerializable(typeof(ExplainResult))]
[JsonSerializable(typeof(LeakageResult))]
[JsonSerializable(typeof(StudyResult))]
[JsonSerializable(typeof(PlanResult))]
[JsonSerializable(typeof(GraphPlanResult))]
[JsonSerializable(typeof(InspectResult))]
[JsonSerializable(typeof(CutsResult))]
[JsonSerializable(typeof(SplitResult))]
[JsonSerializable(typeof(StatsResult))]
[JsonSerializable(typeof(RecommendResult))]
[JsonSerializable(typeof(LeaveOutResult))]
[JsonSerializable(typeof(ValidateResult))]
[JsonSerializable(typeof(ConvertResult))]
[JsonSerializable(typeof(DoctorResult))]
[JsonSerializable(typeof(ApplyResult))]
[JsonSerializable(typeof(ApplyManifest))]
[JsonSerializable(typeof(ApplyMeasured))]
[JsonSerializable(typeof(KeptArtefact))]
[JsonSerializable(typeof(ExitsFile))]
[JsonSerializable(typeof(ProfileResult))]
[JsonSerializable(typeof(TiersResult))]
[JsonSerializable(typeof(ZooResult))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>JSON on one line, for what is printed while a process goes on.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServeResult))]
internal sealed partial class CliLineJson : JsonSerializerContext;
