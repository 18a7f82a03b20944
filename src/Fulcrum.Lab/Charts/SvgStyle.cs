namespace Fulcrum.Lab.Charts;

/// <summary>Colours, dashes and markers: those of Okabe and Ito, which the colour-blind tell apart, brighter on dark pages. Series differ in marker and dash too.</summary>
public static class SvgStyle
{
    private static readonly string[] Light = ["#0072b2", "#d55e00", "#00795c", "#a3467f"], Dark = ["#56b4e9", "#ff9a4d", "#2fd6a8", "#e79ac6"], Dashes = ["", "6 3", "2 3", "8 3 2 3"];

    /// <summary>How many series differ.</summary>
    public static int Colours => Light.Length;

    /// <summary>The style sheet of a figure.</summary>
    internal static string Sheet { get; } = $$"""
        <style>
        text{font:11px system-ui,sans-serif;fill:#24292f}.t{font-weight:600;font-size:12px}.s{font-size:10px}.b{fill:#fff}.g{stroke:#d0d7de;stroke-width:.6}.m{stroke:#24292f;stroke-width:1.4;stroke-dasharray:4 3}.l{fill:none;stroke-width:1.8}
        {{Rules(Light)}}
        @media(prefers-color-scheme:dark){text{fill:#e6edf3}.b{fill:#0d1117}.g{stroke:#3d444d}.m{stroke:#e6edf3}
        {{Rules(Dark)}}}
        </style>
        """;

    private static string Rules(string[] colours) => string.Concat(colours.Select((c, i) =>
        $".c{i}{{stroke:{c}{(Dashes[i].Length > 0 ? $";stroke-dasharray:{Dashes[i]}" : "")}}}.f{i}{{fill:{c}}}"));
}
