using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Api.Contracts;
using Fovea.Api.Endpoints;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Grpc;
using Fovea.Api.OpenInference.Http.Contracts;
using Fovea.Api.Options;
using Fovea.Api.Server;
using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fovea.Api.Startup;

/// <summary>Everything that the service is made of, each part once per process.</summary>
internal static class ServiceRegistration
{
    public static IServiceCollection AddFovea(this IServiceCollection services)
    {
        services.AddSingleton(provider => ServerOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LoggerFactory>();
        services.AddSingleton<ILoggerFactory, RequestFaultLogging>();
        services.AddSingleton(TaskTable.Default);
        services.AddSingleton(provider => EngineFactory.Create(provider.GetRequiredService<ServerOptions>()));
        services.AddSingleton(provider => ModelRepositoryFactory.Create(
            provider.GetRequiredService<InferenceEngine>(),
            provider.GetRequiredService<ServerOptions>().Models,
            provider.GetRequiredService<TaskTable>(),
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<ILogger<ModelRepository>>()));
        services.AddSingleton(provider =>
        {
            KeptImagesOptions kept = provider.GetRequiredService<ServerOptions>().ImageStore;
            return new ImageStore(
                new ImageStoreOptions { MaxBytes = kept.MaxBytes, Ttl = kept.Ttl }, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<IImageDecoder>(provider =>
        {
            ServerOptions options = provider.GetRequiredService<ServerOptions>();
            var limits = new ImageLimits
            {
                MaxPixels = options.Limits.MaxImagePixels,
                MaxSide = options.Limits.MaxImageSide,
                MaxTime = options.Images.MaxDecodingTime,
            };
            return new ImageDecoder(limits, options.Images.Accepted);
        });
        services.AddSingleton(provider => SchedulerFactory.Create(
            provider.GetRequiredService<ServerOptions>().Batching, provider.GetRequiredService<InferenceEngine>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ModelServer>();
        services.AddLongJobs();
        services.AddSingleton<UploadBudget>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<LayerLists>();
        services.AddSingleton<ServerReadiness>();
        services.AddSingleton<InferRunner>();
        services.AddFoveaGrpc();
        services.AddHostedService<ShutdownDelay>();
        services.AddHostedService<ModelLoading>();
        services.AddExceptionHandler<ErrorHandler>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Encoder = ApiJson.Answers.Options.Encoder;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Answers);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, V2Json.Answers);
        });
        services.AddOptions<JsonOptions>().Configure<TaskTable>((json, tasks) =>
        {
            IEnumerable<IJsonTypeInfoResolver?> resolvers = tasks.Tasks.Select(task => task.AnswerType.OriginatingResolver);
            foreach (IJsonTypeInfoResolver resolver in resolvers.OfType<IJsonTypeInfoResolver>().Distinct())
                json.SerializerOptions.TypeInfoResolverChain.Add(resolver);
        });
        services.AddOptions<KestrelServerOptions>().Configure<ServerOptions>((kestrel, options) =>
        {
            kestrel.AddServerHeader = false;
            ConnectionLimits.Set(kestrel.Limits, options.Limits);
        });
        services.AddFoveaSecurity();
        services.AddOptions<HostOptions>().Configure<ServerOptions>(
            (host, options) => host.ShutdownTimeout = options.Shutdown.Delay + options.Shutdown.Timeout);
        return services;
    }
}
