namespace Fovea.Models.Scheduling;

/// <summary>The priorities of jobs that ask for none; see <see cref="Job.Priority"/>.</summary>
internal static class JobPriority
{
    /// <summary>Requests for predictions and outputs.</summary>
    public const int Normal = int.MinValue + 1;

    /// <summary>Looks into a network, which wait while the model has other work.</summary>
    public const int Background = int.MinValue;
}
