import './tokens.css';
import './base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { pickHost } from './host';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, { target, props: { host: await pickHost() } });
