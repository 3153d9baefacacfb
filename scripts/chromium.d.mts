/** The path of a Chromium for the browser tests; throws where there is none and none can be installed. */
export declare function provideChromium(): string;
