namespace Fovea.Models.Detectors.Layouts;

/// <summary>What Ultralytics' exporter writes into its files.</summary>
internal static class UltralyticsNames
{
    /// <summary>The task: <c>detect</c>, <c>segment</c>, <c>pose</c>, <c>obb</c>, <c>classify</c>; null in other files.</summary>
    public static string? Task(DetectorGraph graph) =>
        graph.Metadata.ContainsKey("names") ? graph.Metadata.GetValueOrDefault("task") : null;
}
