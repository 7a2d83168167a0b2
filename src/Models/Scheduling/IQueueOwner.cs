namespace Fovea.Models.Scheduling;

/// <summary>The owner of a queue of jobs with a weight: a model, as the scheduler sees it.</summary>
public interface IQueueOwner
{
    /// <summary>The name that weights and messages use.</summary>
    string Name { get; }
}
