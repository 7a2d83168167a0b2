namespace Fovea.Models.Scheduling;

/// <summary>What happens once in the life of a job, in this order.</summary>
internal enum JobEvent
{
    /// <summary>The scheduler got it.</summary>
    Arrived,

    /// <summary>Its first preparation began.</summary>
    PreparationBegan,

    /// <summary>Its last preparation ended.</summary>
    Prepared,

    /// <summary>Its first run began.</summary>
    RunBegan,

    /// <summary>Its last run ended.</summary>
    RunEnded,

    /// <summary>The making of its answer began.</summary>
    AnswerBegan,

    /// <summary>Its task ended.</summary>
    Ended,
}
