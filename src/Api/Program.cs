using Fovea.Api.Endpoints;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Grpc;
using Fovea.Api.OpenInference.Http.Endpoints;
using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Api.Server;
using Fovea.Api.Startup;
using Fovea.Api.Telemetry;
using Fovea.Api.Verbs;
using Fovea.Models.Repository;

return await FoveaCommand.RunAsync(args, ServeAsync);

static async Task<int> ServeAsync(string[] settings)
{
    try
    {
        await using WebApplication app = Create(settings);
        return await StartErrors.RunAsync(app);
    }
    catch (InvalidConfigurationException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}

static WebApplication Create(string[] settings)
{
    WebApplicationBuilder builder = ConfigurationFiles.CreateBuilder(settings);
    builder.Configuration.AddDefaults();
    HostSettings.CheckLogLevels(builder.Configuration);
    builder.Services.AddFovea();
    builder.Services.AddFoveaOpenApi();
    builder.Services.AddFoveaTelemetry();
    builder.AddStartErrors();

    WebApplication app = builder.Build();
    app.Services.GetRequiredService<ServerOptions>();
    app.LogMisspeltSettings();
    app.Services.GetRequiredService<ModelRepository>();
    app.UseDefaultAddress();
    app.UseGrpcAddress();
    app.LogResources();

    app.UseSecurityHeaders();
    app.UseExceptionHandler(_ => { });
    app.UseStatusCodePages(EmptyResponses.DescribeAsync);
    app.UseFoveaSecurity();
    app.UseSwagger();

    RouteGroupBuilder endpoints = app.MapWithHead().WithQueryChecks();
    RouteGroupBuilder own = endpoints.MapGroup("").WithoutUnknownParameters();
    own.MapPredict();
    own.MapPredictJobs();
    own.MapModels();
    own.MapStyleTransfers();
    RouteGroupBuilder inside = own.MapLookingInside();
    inside.MapFeatureMaps();
    inside.MapGraph();
    inside.MapWeights();
    inside.MapImages();
    inside.MapLayers();
    inside.MapPreprocess();
    inside.MapDiff();
    inside.MapExplain();
    inside.MapExplanations();
    inside.MapReceptiveField();
    endpoints.MapHealth();
    endpoints.MapMetrics();
    endpoints.MapV2();
    endpoints.MapDocumentation();
    endpoints.MapPage();
    app.MapFoveaGrpc();
    return app;
}
