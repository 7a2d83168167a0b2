namespace Fovea.Models.Scheduling;

/// <summary>Whose jobs share a queue and a weight: a model, as the scheduler sees it.</summary>
public interface IQueueOwner
{
    /// <summary>The name that weights and messages use.</summary>
    string Name { get; }
}
