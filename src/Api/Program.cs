using Fovea.Api.Endpoints;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenInference.Grpc;
using Fovea.Api.OpenInference.Http.Endpoints;
using Fovea.Api.Options;
using Fovea.Api.Server;
using Fovea.Api.Startup;
using Fovea.Api.Telemetry;
using Fovea.Api.Verbs;
using Fovea.Models.Repository;

if (args is [PullVerb.Verb, .. string[] pullArguments])
    return await PullVerb.RunAsync(pullArguments);

bool healthCheck = args.Contains(HealthCheck.Verb);
var builder = WebApplication.CreateBuilder([.. args.Where(argument => argument != HealthCheck.Verb)]);
if (healthCheck)
    return await HealthCheck.RunAsync(builder.Configuration);

builder.Configuration.AddDefaults();
builder.Services.AddFovea();
builder.Services.AddFoveaOpenApi();
builder.Services.AddFoveaTelemetry();

try
{
    await using WebApplication app = builder.Build();
    app.Services.GetRequiredService<ServerOptions>();
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
    own.MapFeatureMaps();
    own.MapModels();
    endpoints.MapHealth();
    endpoints.MapMetrics();
    endpoints.MapV2();
    endpoints.MapDocumentation();
    app.MapFoveaGrpc();

    await app.RunAsync();
    return 0;
}
catch (InvalidConfigurationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"{e.Message} Choose another address with --urls.");
    return 1;
}
