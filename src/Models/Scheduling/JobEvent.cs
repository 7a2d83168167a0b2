namespace Fovea.Models.Scheduling;

/// <summary>The events of a job, in the order in which they happen.</summary>
internal enum JobEvent
{
    /// <summary>The scheduler admitted it.</summary>
    Arrived,

    /// <summary>Its first preparation began.</summary>
    PreparationBegan,

    /// <summary>Its last preparation ended.</summary>
    Prepared,

    /// <summary>Its first run began.</summary>
    RunBegan,

    /// <summary>Its last run ended.</summary>
    RunEnded,

    /// <summary>Its answer began.</summary>
    AnswerBegan,

    /// <summary>Its task ended.</summary>
    Ended,
}
