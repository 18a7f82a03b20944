using System.CommandLine;

namespace Fulcrum.Cli.Verbs;

/// <summary>Every verb: one line each.</summary>
internal static class VerbTable
{
    public static IReadOnlyList<Command> All =>
    [
        DemoVerb.Create(),
        DataVerb.Create(),
        TrainVerb.Create(),
        ZooVerb.Create(),
        InspectVerb.Create(),
        ValidateVerb.Create(),
        ConvertVerb.Create(),
        CutsVerb.Create(),
        SplitVerb.Create(),
        ApplyVerb.Create(),
        EvalVerb.Create(),
        ExplainVerb.Create(),
        LeakageVerb.Create(),
        ProfileVerb.Create(),
        StatsVerb.Create(),
        TiersVerb.Create(),
        PlanVerb.Create(),
        RecommendVerb.Create(),
        ReleaseVerb.Create(),
        PublishVerb.Create(),
        ServeVerb.Create(),
        TokenVerb.Create(),
        DeviceVerb.Create(),
        StudyVerb.Create(),
        ReportVerb.Create(),
        SchemaVerb.Create(),
        InitVerb.Create(),
        DoctorVerb.Create(),
        LinkTrialVerb.Create(),
    ];
}
