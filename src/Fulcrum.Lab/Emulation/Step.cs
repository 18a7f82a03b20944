namespace Fulcrum.Lab.Emulation;

/// <summary>A program to run, as data.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Step(string Program, params string[] Arguments);
