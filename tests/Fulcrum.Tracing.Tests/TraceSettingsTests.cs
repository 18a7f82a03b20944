using System.Diagnostics;
using Fulcrum.Problems;
using Fulcrum.Stages.Tracing;
using OpenTelemetry.Trace;

namespace Fulcrum.Tracing.Tests;

/// <summary>What options and environment ask for.</summary>
public sealed class TraceSettingsTests
{
    [Theory]
    [InlineData(null, "", null)]
    [InlineData("http://a:4318", "", "http://a:4318/v1/traces")]
    [InlineData("http://a:4318/base/", "", "http://a:4318/base/v1/traces")]
    [InlineData(null, "OTEL_EXPORTER_OTLP_ENDPOINT=http://b:4318", "http://b:4318/v1/traces")]
    [InlineData("http://a:4318", "OTEL_EXPORTER_OTLP_ENDPOINT=http://b:4318", "http://a:4318/v1/traces")]
    [InlineData(null, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:1/x;OTEL_EXPORTER_OTLP_ENDPOINT=http://b:4318", "http://c:1/x")]
    [InlineData("http://a:4318", "OTEL_SDK_DISABLED=true", null)]
    public void Read_OptionAndEnvironment_SayWhere(string? option, string environment, string? expected) =>
        Assert.Equal(expected, Read(option, environment)?.Endpoint.AbsoluteUri);

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "OTEL_EXPORTER_OTLP_PROTOCOL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_TRACES_SAMPLER=some", "OTEL_TRACES_SAMPLER")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://a;OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=2", "OTEL_TRACES_SAMPLER_ARG")]
    public void Read_WhatIsWrong_IsNamed(string environment, string place) =>
        Assert.Equal(place, Assert.Single(Assert.Throws<InputException>(() => Read(null, environment)).Problems).Place);

    [Theory]
    [InlineData("", typeof(ParentBasedSampler))]
    [InlineData("OTEL_TRACES_SAMPLER=parentbased_traceidratio;OTEL_TRACES_SAMPLER_ARG=0.1", typeof(ParentBasedSampler))]
    [InlineData("OTEL_TRACES_SAMPLER=traceidratio;OTEL_TRACES_SAMPLER_ARG=0.1", typeof(TraceIdRatioBasedSampler))]
    [InlineData("OTEL_TRACES_SAMPLER=always_off", typeof(AlwaysOffSampler))]
    public void Read_Sampler_IsTheOneNamed(string environment, Type expected)
    {
        Assert.IsType(expected, Read("http://a", environment)!.Sampler);
        Assert.Equal("fulcrum", Read("http://a", environment)!.Service);
    }

    [Fact]
    public void Start_NobodyListens_MakesNothing()
    {
        Assert.Null(Spans.Start("compute"));
        Assert.Null(Spans.StartCall(new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/"), "/route"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1/");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            using Activity? span = Spans.Start("compute");
            using Activity? call = Spans.StartCall(request, "/route");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TraceSettings? Read(string? option, string environment)
    {
        Dictionary<string, string> variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return TraceSettings.Read(option is null ? null : new Uri(option), "fulcrum", variables.GetValueOrDefault);
    }
}
