using Fovea.Api.Options;
using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Jobs;
using Fovea.Models.Scheduling;
using Fovea.Models.Serving;
using Fovea.Models.StyleTransfer;

namespace Fovea.Api.Startup;

/// <summary>Long jobs, and what begins them, as configured.</summary>
internal static partial class JobRegistration
{
    public static IServiceCollection AddLongJobs(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            // What is made first ends last: the scheduler outlives the jobs.
            _ = provider.GetRequiredService<Scheduler>();
            JobsOptions options = provider.GetRequiredService<ServerOptions>().Jobs;
            var jobs = new LongJobs(
                new LongJobOptions { MaxQueue = options.MaxQueue, Ttl = options.Ttl }, provider.GetRequiredService<TimeProvider>());
            ILogger<LongJobs> logger = provider.GetRequiredService<ILogger<LongJobs>>();
            jobs.Failed += job => LogFailed(
                logger, job.Error is ServingException or InferenceException ? null : job.Error, job.Id,
                job.Error is { } error ? ErrorText.Of(error) : "");
            return jobs;
        });
        services.AddSingleton(provider =>
        {
            StyleTransferOptions options = provider.GetRequiredService<ServerOptions>().StyleTransfer;
            return new StyleTransfers(
                provider.GetRequiredService<LongJobs>(), provider.GetRequiredService<ModelServer>(),
                provider.GetRequiredService<Scheduler>(), provider.GetRequiredService<IImageDecoder>(),
                new StyleTransferLimits { MaxSize = options.MaxSize, MaxSteps = options.MaxSteps, MaxBytes = options.MaxBytes });
        });
        return services;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {Id} failed: {Why}")]
    private static partial void LogFailed(ILogger logger, Exception? error, string id, string why);
}
