using Fovea.Api.Errors;
using Fovea.Api.Options;
using Fovea.Models.Scheduling;

namespace Fovea.Api.Http;

/// <summary>How an answer is sent that is made for one request: nobody keeps it, and it may be long.</summary>
internal static class ComputedAnswer
{
    /// <summary>Sets the headers of the answer, and has its body written at the pace of its reader.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">What a slow reader may take.</param>
    /// <param name="timings">How long the stages took; null where nothing was run.</param>
    /// <param name="negotiated">Whether another Accept header may give another answer.</param>
    public static void Announce(HttpContext context, LimitsOptions limits, StageTimings? timings = null, bool negotiated = false)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (timings is not null)
            ServerTiming.Write(context.Response, timings);
        headers.CacheControl = "no-store";
        if (negotiated)
            headers.Vary = "Accept";
        PacedAnswer.Use(context, limits);
    }

    /// <summary>The answer that a job has made, announced; another Accept header may give another one.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static T Of<T>(HttpContext context, LimitsOptions limits, StageTimings timings, AnswerOrRefusal<T> made)
        where T : class
    {
        T answer = made.Answer;
        Announce(context, limits, timings, negotiated: true);
        return answer;
    }
}
